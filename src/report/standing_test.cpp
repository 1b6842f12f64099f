#include "report/standing.h"

#include <gtest/gtest.h>

#include "report/report_fixture.h"

namespace taut::report {
namespace {

using namespace fixture;

std::vector<std::string_view> ids_of(const std::vector<const probe::Reading*>& readings) {
  std::vector<std::string_view> ids;
  for (const probe::Reading* reading : readings) ids.push_back(reading->drill->id);
  return ids;
}

Standing standing_of_only(const ProbeReport& report) {
  return standing_of(report, report.results[0].readings[0]);
}

TEST(Standing, FollowsTheKindOfWhatGotThrough) {
  EXPECT_EQ(standing_of_only(report_of({through(deep)})), Standing::through);
  EXPECT_EQ(standing_of_only(report_of({through(unset)})), Standing::unset);
  EXPECT_EQ(standing_of_only(report_of({through(learnt)})), Standing::learnt);
  EXPECT_EQ(standing_of_only(report_of({refused(deep, EPERM)})), Standing::stopped);
}

TEST(Standing, AnAcceptedDrillIsAcceptedThroughItsLastDay) {
  ProbeReport report = report_of({through(known)});
  report.residue = {{"known", "why", "2026-11-24", {}}};
  EXPECT_EQ(standing_of_only(report), Standing::accepted);
  EXPECT_FALSE(judge(report).failed);
  report.residue[0].expires = "2026-11-23";
  EXPECT_EQ(standing_of_only(report), Standing::through);
  EXPECT_TRUE(judge(report).failed);
}

TEST(Standing, AnEntryThatNoLongerGetsThroughFails) {
  ProbeReport report = report_of({refused(closed, EPERM)});
  report.residue = {{"closed", "why", "2027-01-01", {}}};
  ASSERT_EQ(stale_entries(report).size(), 1U);
  EXPECT_TRUE(judge(report).failed);
}

TEST(Standing, AnEntryThatWasNotTriedIsNotJudged) {
  ProbeReport report = report_of({{&skipped, drills::skipped("not here"), 0}});
  report.residue = {{"skipped", "why", "2027-01-01", {}}, {"known", "why", "2027-01-01", {}}};
  EXPECT_TRUE(stale_entries(report).empty());
  EXPECT_FALSE(judge(report).failed);
}

TEST(Standing, AnEntryThatGetsThroughAsRootOnlyStays) {
  ProbeReport report = report_of({refused(known, EPERM)});
  report.results.push_back(result_of({through(known)}));
  report.results[1].as_root = true;
  report.residue = {{"known", "why", "2027-01-01", {}}};
  EXPECT_TRUE(stale_entries(report).empty());
}

struct FailCase {
  FailOn fail_on;
  bool by_attack;
  bool by_state;
};

TEST(Judgement, FailsOnWhatWasAskedFor) {
  for (const FailCase& row : {FailCase{FailOn::attack, true, false}, FailCase{FailOn::state, true, true},
                              FailCase{FailOn::none, false, false}}) {
    ProbeReport attack = report_of({through(deep)}), state = report_of({through(unset)});
    attack.fail_on = state.fail_on = row.fail_on;
    EXPECT_EQ(judge(attack).failed, row.by_attack);
    EXPECT_EQ(judge(state).failed, row.by_state);
  }
}

TEST(Judgement, WhatCanBeLearntNeverFails) {
  ProbeReport report = report_of({through(learnt)});
  report.fail_on = FailOn::state;
  EXPECT_FALSE(judge(report).failed);
}

TEST(Judgement, OneBrokenDrillBreaksTheRun) {
  EXPECT_TRUE(judge(report_of({refused(deep, EPERM), {&broken, drills::broken("x"), 0}})).broken);
  EXPECT_FALSE(judge(report_of({refused(deep, EPERM)})).broken);
}

TEST(Judgement, AReasonAgainstItUncertifies) {
  ProbeReport report = report_of({});
  EXPECT_FALSE(judge(report).uncertified);
  report.results[0].uncertified = {"why"};
  EXPECT_TRUE(judge(report).uncertified);
}

TEST(Judgement, AComparisonFailsOnlyOnWhatWasOpened) {
  ProbeReport report = report_of({through(deep)});
  report.comparison = compare({"", {{"deep", Outcome::succeeded}}, {}}, report.results);
  EXPECT_FALSE(judge(report).failed);
  report.comparison = compare({"", {{"deep", Outcome::stopped}}, {}}, report.results);
  EXPECT_TRUE(judge(report).failed);
  report.residue = {{"deep", "why", "2027-01-01", {}}};
  EXPECT_FALSE(judge(report).failed);
}

TEST(WorstFirst, ByStandingThenByHowMuchHadToBeMissing) {
  const ProbeReport report =
      report_of({through(unset), refused(closed, EPERM), through(hopeless), through(shallow), through(deep)});
  EXPECT_EQ(ids_of(worst_first(report, report.results[0], Tag::container_hardening)),
            (std::vector<std::string_view>{"shallow", "deep", "hopeless", "unset"}));
}

TEST(Ending, HoldsNoControlCharacter) {
  EXPECT_EQ(ending_of(through(deep, "\033[31mred\n")).find('\033'), std::string::npos);
  EXPECT_EQ(ending_of(refused(deep, EROFS)), "open(2) EROFS");
}

}  // namespace
}  // namespace taut::report
