// The search of --depth against a made-up container, whose answer to every set of controls is known.
#include <gtest/gtest.h>

#include "ablate/matrix.h"
#include "ablate/plan.h"

namespace taut::ablate {
namespace {

using Controls = std::set<std::string>;

constexpr drills::Drill drill_of(std::string_view id) {
  return {.id = id,
          .tag = Tag::kernel_capabilities,
          .kind = drills::Kind::attack,
          .title = "",
          .goal = "",
          .reference = "",
          .needs = "",
          .stopped_by = "",
          .witness = "",
          .not_shown = ""};
}

constexpr drills::Drill three_deep = drill_of("three_deep");
constexpr drills::Drill two_ways = drill_of("two_ways");
constexpr drills::Drill never = drill_of("never");

/// Which sets let a drill through.
bool gets_through(const drills::Drill& drill, const Controls& off) {
  const auto has = [&](std::initializer_list<const char*> set) {
    return std::ranges::all_of(set, [&](const char* control) { return off.contains(control); });
  };
  if (&drill == &three_deep) return has({"b", "d", "f"});
  if (&drill == &two_ways) return has({"a", "b", "c"}) || has({"d", "e", "f"});
  return false;
}

class Search : public testing::Test {
 protected:
  /// Tries what is asked for until nothing is; how many trials that took.
  std::size_t run() {
    measure({});
    for (const std::string& control : controls_) measure({Grant::nothing, {control}});
    const std::size_t first = results_.size();
    for (;;) {
      const auto trials = next_trials(controls_, unsettled(drills_, results_), results_);
      if (trials.empty()) return results_.size() - first;
      for (const Trial& trial : trials) measure(trial);
    }
  }

  void measure(const Trial& trial) {
    TrialResult result{trial, {}, ""};
    for (const drills::Drill* drill : drills_) {
      const bool through = gets_through(*drill, failing(trial));
      result.readings.push_back({drill, {.outcome = through ? Outcome::succeeded : Outcome::stopped}, 0});
    }
    results_.push_back(result);
  }

  std::vector<Trial> smallest(std::size_t row) const {
    return make_matrix(drills_, controls_, results_).drills[row].opens;
  }

  const std::vector<std::string> controls_{"a", "b", "c", "d", "e", "f", "g", "h"};
  const std::vector<const drills::Drill*> drills_{&three_deep, &two_ways, &never};
  std::vector<TrialResult> results_;
};

TEST_F(Search, FindsASmallestSet) {
  run();
  EXPECT_EQ(smallest(0), (std::vector<Trial>{{Grant::nothing, {"b", "d", "f"}}}));
}

TEST_F(Search, FindsOneOfSeveralWays) {
  run();
  ASSERT_FALSE(smallest(1).empty());
  EXPECT_EQ(smallest(1).front().removed.size(), 3U);
}

TEST_F(Search, EndsWhereNothingOpensADrill) {
  run();
  EXPECT_TRUE(smallest(2).empty());
}

TEST_F(Search, WhatTheContainerDoesNotStartWithoutCannotBeTakenAway) {
  results_.push_back({{Grant::nothing, {"c"}}, {}, "mount proc: not permitted"});
  results_.push_back({{Grant::nothing, {"a", "d"}}, {}, "one of them was the reason"});
  EXPECT_EQ(startable_without({"a", "b", "c"}, results_), (std::vector<std::string>{"a", "b"}));
}

TEST_F(Search, TriesFarLessThanAllSets) {
  EXPECT_LT(run(), 60U) << "of the 512 sets of these and the image";
}

}  // namespace
}  // namespace taut::ablate
