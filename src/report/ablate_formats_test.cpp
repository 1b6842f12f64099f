// Every format of an ablation's report, as it is kept in tests/report/golden; tests/report holds those files
// to the schema, and the page to what it promises. After a change that is meant: TAUT_UPDATE_GOLDEN=1.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "controls/control.h"
#include "drills/catalogue.h"
#include "report/ablate_report.h"
#include "report/golden.h"

namespace taut::report {
namespace {

using ablate::Grant;
using ablate::Trial;
using ablate::TrialResult;

/// A made-up measurement that has every kind of cell and every depth.
AblateReport whole() {
  static const std::vector<const drills::Drill*> drills{
      drills::find_drill("sys_keyctl"),   drills::find_drill("fs_root_plant"),
      drills::find_drill("fs_data_fill"), drills::find_drill("cap_sys_pacct"),
      drills::find_drill("net_internet"), drills::find_drill("pe_suid"),
      drills::find_drill("sysfs_write"),  drills::find_drill("ex_selfmem")};
  std::vector<TrialResult> results;
  const auto measured = [&](Trial trial, std::set<std::string_view> through) {
    TrialResult& result = results.emplace_back(TrialResult{std::move(trial), {}, ""});
    for (const drills::Drill* drill : drills) {
      drills::Attempt attempt{.outcome = through.contains(drill->id) ? Outcome::succeeded : Outcome::stopped};
      if (drill->id == "net_internet") attempt = drills::skipped("no egress was asked for");
      result.readings.push_back({drill, attempt, 0});
    }
  };
  measured({}, {"fs_data_fill", "ex_selfmem"});
  measured({Grant::nothing, {"seccomp-profile"}}, {"sys_keyctl", "fs_data_fill", "ex_selfmem"});
  measured({Grant::nothing, {"non-root-user"}}, {"ex_selfmem"});
  measured({Grant::nothing, {"non-root-user", "read-only-rootfs"}}, {"fs_root_plant", "ex_selfmem"});
  measured({Grant::nothing, {"no-ping"}}, {"fs_data_fill", "ex_selfmem"});
  measured({Grant::drill_image, {"no-new-privileges", "seccomp-profile"}},
           {"sys_keyctl", "pe_suid", "fs_data_fill"});
  measured({Grant::all_capabilities, {"non-root-user"}}, {"cap_sys_pacct"});
  measured({Grant::docker_defaults}, {"sys_keyctl", "fs_root_plant", "pe_suid"});
  measured({Grant::privileged}, {"sys_keyctl", "fs_root_plant", "pe_suid", "cap_sys_pacct"});
  measured({Grant::own_sandbox}, {});
  measured({Grant::own_sandbox, {"self-landlock"}}, {"ex_selfmem"});
  results.push_back({{Grant::nothing, {"pid-namespace"}}, {}, "start the clone: <refused> & \"told\""});
  AblateReport report{.time = "2026-11-24T12:00:00.000Z",
                      .subject = "service web",
                      .kernel = "6.18.0",
                      .engine = "28.0.1",
                      .rootless = true,
                      .reference = true,
                      .sandbox = true,
                      .depth = false,
                      .matrix = {},
                      .trials = 12,
                      .seconds = 1.5};
  report.matrix =
      ablate::make_matrix(drills,
                          {"seccomp-profile", "non-root-user", "read-only-rootfs", "no-ping",
                           "no-new-privileges", "pid-namespace", "minimal-image", "self-landlock"},
                          results);
  return report;
}

TEST(AblateFormats, AreAsTheyWere) {
  expect_golden("ablate.txt", ablate_as_text(whole(), false));
  expect_golden("ablate.json", ablate_as_json(whole()));
  expect_golden("ablate.md", ablate_as_markdown(whole()));
  expect_golden("ablate.html", ablate_as_html(whole()));
}

/// All controls and all drills: as wide as it can become.
AblateReport widest() {
  std::vector<std::string> controls;
  for (const Control& control : control_table()) controls.emplace_back(control.id);
  AblateReport report = whole();
  report.matrix = ablate::make_matrix(drills::catalogue(), controls, {TrialResult{{}, {}, ""}});
  report.subject = "container with-a-rather-long-name-that-somebody-has-chosen-for-it-in-a-hurry";
  return report;
}

TEST(AblateFormats, TheHeatMapFitsEightyColumns) {
  for (const AblateReport& report : {whole(), widest()}) {
    const std::string text = ablate_as_text(report, false);
    for (const std::string_view line : split(text, '\n')) EXPECT_LE(line.size(), 80U) << line;
  }
}

TEST(AblateFormats, EveryColumnHasALetterOfItsOwn) {
  const auto report = widest();
  EXPECT_LE(shown_columns(report.matrix).size(), 52U);
}

TEST(AblateFormats, WhatIsUnprovenIsSaid) {
  EXPECT_EQ(problems_of(whole()),
            (std::vector<std::string>{"the control no-ping keeps nothing out that was tried",
                                      "the control pid-namespace keeps nothing out that was tried",
                                      "the drill sysfs_write was opened by nothing that was tried"}));
}

TEST(AblateFormats, ColourIsAllThatColourAdds) {
  std::string text = ablate_as_text(whole(), true);
  EXPECT_NE(text, ablate_as_text(whole(), false));
  for (auto at = text.find("\033["); at != text.npos; at = text.find("\033[", at))
    text.erase(at, text.find('m', at) - at + 1);
  EXPECT_EQ(text, ablate_as_text(whole(), false));
}

}  // namespace
}  // namespace taut::report
