#include "probe/attribution.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <optional>
#include <ostream>

#include "probe/clone_plan.h"

namespace taut::probe {
namespace {

using drills::Attempt;

constexpr drills::Drill fixture{.id = "fixture",
                                .tag = Tag::kernel_capabilities,
                                .kind = drills::Kind::attack,
                                .title = "",
                                .goal = "",
                                .reference = "",
                                .needs = "",
                                .stopped_by = "",
                                .witness = "",
                                .not_shown = "",
                                .capability = 3};

constexpr std::uint64_t has_it = 1U << 3;

Attempt refusal(int error, const char* step = "call(2)") {
  return drills::refused(step, error);
}

Attempt lacking() {
  Attempt attempt = drills::skipped("this kernel (6.1) has no such call: call(2)");
  attempt.error = ENOSYS;
  attempt.step = "call(2)";
  return attempt;
}

struct Case {
  const char* name;
  Attempt here;
  std::optional<Attempt> off;
  std::optional<Attempt> marked;
  int seccomp;
  std::uint64_t effective;
  Outcome outcome;
  Layer layer;
};

void PrintTo(const Case& row, std::ostream* out) {
  *out << row.name;
}

class Attribution : public testing::TestWithParam<Case> {};

TEST_P(Attribution, IsAsTheOtherClonesShow) {
  const Case& row = GetParam();
  std::vector<Reading> readings{{&fixture, row.here, 0}};
  Twins twins;
  if (row.off) twins.off.push_back({&fixture, *row.off, 0});
  if (row.marked) twins.marked.push_back({&fixture, *row.marked, 0});
  PlaceFacts facts;
  facts.kernel = "6.1";
  facts.seccomp = row.seccomp;
  facts.effective = row.effective;
  attribute(readings, twins, facts);
  EXPECT_EQ(readings[0].attempt.outcome, row.outcome);
  EXPECT_EQ(name_of(readings[0].attempt.layer), name_of(row.layer));
}

const Attempt through = drills::succeeded("call(2)", "");
constexpr auto none = std::nullopt;
constexpr auto stopped = Outcome::stopped;

INSTANTIATE_TEST_SUITE_P(
    Table, Attribution,
    testing::Values(
        Case{"OffGetsThrough", refusal(EPERM), through, none, 2, 0, stopped, Layer::seccomp},
        Case{"OffIsRefusedOtherwise", refusal(EPERM), refusal(EACCES), none, 2, 0, stopped, Layer::seccomp},
        Case{"OffIsRefusedLater", refusal(EPERM), refusal(EPERM, "next(2)"), none, 2, 0, stopped,
             Layer::seccomp},
        Case{"OffIsRefusedAlikeWithoutTheCapability", refusal(EPERM), refusal(EPERM), none, 2, 0, stopped,
             Layer::capability},
        Case{"OffIsRefusedAlikeWithTheCapability", refusal(EPERM), refusal(EPERM), none, 2, has_it, stopped,
             Layer::unknown},
        Case{"OffIsBroken", refusal(EPERM), drills::broken("x"), none, 2, 0, stopped, Layer::capability},
        Case{"NoOtherCloneUnderAFilter", refusal(EPERM), none, none, 2, 0, stopped, Layer::unknown},
        Case{"NoOtherCloneAndNoFilter", refusal(EPERM), none, none, 0, 0, stopped, Layer::capability},
        Case{"TheMarkShows", refusal(EPERM), refusal(EPERM), refusal(mark), 2, 0, stopped, Layer::seccomp},
        Case{"TheMarkDoesNotShow", refusal(EPERM), refusal(EPERM), refusal(EPERM), 2, 0, stopped,
             Layer::capability},
        Case{"AnErrnoOfOneAuthor", refusal(EROFS), through, none, 2, 0, stopped, Layer::read_only_mount},
        Case{"SkippedButOffGetsThrough", lacking(), through, none, 2, 0, stopped, Layer::seccomp},
        Case{"SkippedAndOffLacksItToo", lacking(), lacking(), none, 2, 0, Outcome::skipped, Layer::unknown},
        Case{"EnosysThatTheKernelGave", refusal(ENOSYS), refusal(ENOSYS), none, 2, 0, Outcome::skipped,
             Layer::unknown},
        Case{"WhatGotThroughStays", through, refusal(EPERM), none, 2, 0, Outcome::succeeded, Layer::unknown},
        Case{"WhatWasSkippedStays", drills::skipped("x"), through, none, 2, 0, Outcome::skipped,
             Layer::unknown}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Attribution, ASkipThatTurnedOutToBeAStopForgetsItsReason) {
  std::vector<Reading> readings{{&fixture, lacking(), 0}};
  attribute(readings, {{{&fixture, through, 0}}, {}}, {});
  EXPECT_EQ(readings[0].attempt.evidence, "");
}

TEST(Attribution, EnosysUnderTheWorkloadsOwnFilterSaysNothingOfTheKernel) {
  std::vector<Reading> readings{{&fixture, refusal(ENOSYS), 0}};
  attribute(readings, {{{&fixture, refusal(ENOSYS), 0}}, {}, true}, {});
  EXPECT_EQ(readings[0].attempt.outcome, stopped);
}

TEST(Attribution, AReadingWithoutATwinIsLeftAlone) {
  constexpr drills::Drill other = fixture;
  std::vector<Reading> readings{{&fixture, refusal(EPERM), 0}};
  attribute(readings, {{{&other, through, 0}}, {}},
            {.kernel = "", .scratch = "", .effective = has_it, .seccomp = 2});
  EXPECT_EQ(readings[0].attempt.layer, Layer::unknown);
}

}  // namespace
}  // namespace taut::probe
