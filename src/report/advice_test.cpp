#include "report/advice.h"

#include <gtest/gtest.h>

#include "report/report_fixture.h"

namespace taut::report {
namespace {

using namespace fixture;
using Lines = std::vector<std::string>;

TEST(Advice, IsWrittenAsTheContainerWasMade) {
  const auto result = result_of({through(shallow)});
  EXPECT_EQ(advice_for(shallow, result, Dialect::compose),
            Lines{"add tmpfs: [\"/tmp:size=1m,nr_inodes=64,noexec,nosuid,nodev\"]"});
  EXPECT_EQ(advice_for(shallow, result, Dialect::docker_run),
            Lines{"add --tmpfs /tmp:size=1m,noexec,nosuid,nodev"});
}

TEST(Advice, OneLineForEachThingThatIsNeeded) {
  EXPECT_EQ(
      advice_for(deep, result_of({}), Dialect::compose),
      (Lines{"add read_only: true or add user: \"1000:1000\"", "add security_opt: [seccomp=profile.json]"}));
}

TEST(Advice, WhatIsGivenAwayIsToBeTakenAway) {
  auto result = result_of({});
  result.controls = probe::find_controls(boost::json::parse(R"({"HostConfig": {"PidMode": "host"}})"), {});
  const Drill drill = made_up("x", daemon, Kind::attack, "", "pid-namespace");
  EXPECT_EQ(advice_for(drill, result, Dialect::compose), Lines{"take pid: host away"});
  EXPECT_EQ(advice_for(drill, result, Dialect::docker_run), Lines{"take --pid host away"});
}

TEST(Advice, AControlThatIsSetIsNotToBeAddedAgain) {
  EXPECT_EQ(advice_for(socket, result_of({}), Dialect::compose),
            Lines{"set already, but too wide for this: no-engine-socket"});
}

TEST(Advice, ThereIsNoneAgainstWhatNothingStops) {
  EXPECT_TRUE(advice_for(hopeless, result_of({}), Dialect::compose).empty());
}

TEST(Steps, AnswerEverythingWithTheMostUsefulFirst) {
  const Drill first = made_up("first", container, Kind::attack, "", "read-only-rootfs + non-root-user");
  const Drill second = made_up("second", container, Kind::attack, "", "non-root-user + drop-capabilities");
  const Drill third = made_up("third", container, Kind::attack, "", "memory-limit");
  const ProbeReport report =
      report_of({through(third), through(first), through(second), refused(shallow, EPERM)});
  const auto steps = steps_for(report, report.results[0]);
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0].advice, "add user: \"1000:1000\"");
  EXPECT_EQ(steps[0].drills, 2);
  EXPECT_EQ(steps[1].advice, "add mem_limit: 128m");
}

TEST(Steps, NothingIsAskedForWhatIsAccepted) {
  ProbeReport report = report_of({through(shallow)});
  report.residue = {{"shallow", "why", "2027-01-01", {}}};
  EXPECT_TRUE(steps_for(report, report.results[0]).empty());
}

}  // namespace
}  // namespace taut::report
