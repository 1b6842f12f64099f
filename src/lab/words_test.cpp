#include "lab/words.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "drills/catalogue.h"

namespace lab {
namespace {

using namespace taut::drills;

std::string told(const Drill& drill, Attempt attempt) {
  const Verdict verdict = verdict_of(drill, Ending{std::move(attempt), 0});
  return std::string(verdict.style) + "|" + verdict.verdict + "|" + verdict.detail;
}

TEST(Words, NameWhatStoppedAnAttempt) {
  EXPECT_EQ(told(cap_chown, refused("fchown(2)", EPERM)), "good|Stopped|fchown(2): EPERM");
  EXPECT_EQ(told(cap_chown, refused("open(2)", EROFS)), "good|Stopped by read-only mount|open(2): EROFS");
  EXPECT_EQ(told(cap_chown, stopped("", taut::Layer::seccomp, "killed by SIGSYS")),
            "good|Stopped by seccomp|killed by SIGSYS");
}

TEST(Words, ARefusedPreparationProvesNothing) {
  EXPECT_EQ(told(cap_chown, set_up_refused("open(2)", EACCES)),
            "neutral|Stopped (set-up)|its own preparation was refused, so it proves nothing of its goal: "
            "open(2): EACCES");
}

TEST(Words, WhatGotThroughIsBadOnlyForAnAttack) {
  EXPECT_EQ(told(cap_chown, succeeded("fchown(2)", "it is theirs")),
            "bad|Got through|fchown(2); it is theirs");
  EXPECT_EQ(told(state_nnp, succeeded("", "off")), "bad|Not set|off");
  EXPECT_EQ(told(info_kernel, succeeded("", "6.18")), "neutral|Can be learnt|6.18");
}

TEST(Words, AStateThatCannotBeReadIsNotCalledSet) {
  EXPECT_EQ(told(state_nnp, stopped("prctl(2)", taut::Layer::unknown, "it is on")),
            "good|Is set|prctl(2); it is on");
  EXPECT_EQ(told(state_nnp, set_up_refused("prctl(2)", EPERM)),
            "neutral|Could not be read|the sandbox refuses even that: prctl(2): EPERM");
  EXPECT_EQ(told(info_kernel, refused("uname(2)", EPERM)), "good|Cannot be learnt|uname(2): EPERM");
}

TEST(Words, WhatWasNotTriedSaysWhy) {
  EXPECT_EQ(told(cap_chown, skipped("no file")), "neutral|Not tried|no file");
  EXPECT_EQ(told(cap_chown, broken("a mistake")), "neutral|Went wrong|a mistake");
}

TEST(Words, ADefaultContainersRowReadsAlike) {
  EXPECT_EQ(verdict_of(cap_chown, DefaultRow{"cap_chown", taut::Outcome::stopped, false, "EPERM",
                                             "capability", "fchown(2)"})
                .verdict,
            "Stopped by capability");
}

}  // namespace
}  // namespace lab
