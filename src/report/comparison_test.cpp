#include "report/comparison.h"

#include <gtest/gtest.h>

#include "report/report_fixture.h"

namespace taut::report {
namespace {

using namespace fixture;

std::vector<std::string_view> ids_of(const std::vector<Changed>& changes) {
  std::vector<std::string_view> ids;
  for (const Changed& changed : changes) ids.push_back(changed.drill->id);
  return ids;
}

using Ids = std::vector<std::string_view>;

TEST(Comparison, ShowsWhatWasOpenedAndClosed) {
  const OldReport old{
      "", {{"deep", Outcome::stopped}, {"closed", Outcome::succeeded}, {"shallow", Outcome::succeeded}}, {}};
  const Comparison comparison =
      compare(old, {result_of({through(deep), refused(closed, EPERM), through(shallow), through(socket)})});
  EXPECT_EQ(ids_of(comparison.opened), Ids{"deep"});
  EXPECT_EQ(ids_of(comparison.closed), Ids{"closed"});
  EXPECT_EQ(ids_of(comparison.untried), Ids{"socket"});
}

TEST(Comparison, WhatIsSkippedNowWasNotClosed) {
  const Comparison comparison = compare({"", {{"skipped", Outcome::succeeded}}, {}},
                                        {result_of({{&skipped, drills::skipped("x"), 0}})});
  EXPECT_TRUE(comparison.closed.empty());
}

TEST(Comparison, WhatWasSkippedAndGetsThroughNowWasOpened) {
  const Comparison comparison = compare({"", {{"deep", Outcome::skipped}}, {}}, {result_of({through(deep)})});
  EXPECT_EQ(ids_of(comparison.opened), Ids{"deep"});
}

TEST(Comparison, RootIsComparedWithRoot) {
  probe::ProbeResult as_root = result_of({through(deep)});
  as_root.as_root = true;
  const OldReport old{"", {{"deep", Outcome::stopped}}, {{"deep", Outcome::succeeded}}};
  EXPECT_TRUE(compare(old, {result_of({refused(deep, EPERM)}), as_root}).opened.empty());
}

TEST(OldReport, IsReadBackFromWhatIsWritten) {
  const ProbeReport report = whole();
  const auto old = parse_old_report(probe_as_json(report));
  ASSERT_TRUE(old) << old.error().what;
  EXPECT_EQ(old->time, report.time);
  EXPECT_EQ(old->drills.size(), report.results[0].readings.size());
  EXPECT_EQ(old->drills.at("deep"), Outcome::succeeded);
  EXPECT_EQ(old->as_root.at("deep"), Outcome::stopped);
  const Comparison same = compare(*old, report.results);
  EXPECT_TRUE(same.opened.empty() && same.closed.empty() && same.untried.empty());
}

TEST(OldReport, AnythingElseIsRefused) {
  for (const char* text : {"", "[]", "{}", "no json", R"({"schema": "taut-probe-1"})",
                           R"({"schema": "taut-probe-2", "drills": []})",
                           R"({"schema": "taut-probe-1", "drills": [{"id": "a", "outcome": "unheard of"}]})",
                           R"({"schema": "taut-probe-1", "drills": [], "as_root": {}})"}) {
    EXPECT_FALSE(parse_old_report(text)) << text;
  }
}

}  // namespace
}  // namespace taut::report
