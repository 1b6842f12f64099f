#include "base/process.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>

namespace taut {
namespace {

TEST(Process, TakesBothOutputsAndTheExitCode) {
  const auto ran = run_process({"sh", "-c", "echo out; echo err >&2; exit 3"});
  ASSERT_TRUE(ran);
  EXPECT_EQ(ran->out, "out\n");
  EXPECT_EQ(ran->err, "err\n");
  EXPECT_EQ(ran->exit_code, 3);
}

TEST(Process, FeedsMoreThanAPipeHolds) {
  const std::string megabyte(1 << 20, 'x');
  const auto ran = run_process({"cat"}, {.input = megabyte, .add_environment = {}});
  ASSERT_TRUE(ran);
  EXPECT_EQ(ran->out, megabyte);
}

TEST(Process, AProgramThatReadsNothingIsNoTrouble) {
  ::signal(SIGPIPE, SIG_IGN);
  const auto ran = run_process({"true"}, {.input = std::string(1 << 20, 'x'), .add_environment = {}});
  ASSERT_TRUE(ran);
  EXPECT_EQ(ran->exit_code, 0);
}

TEST(Process, AProgramThatIsNotThereSaysSo) {
  const auto ran = run_process({"taut-no-such-program"});
  ASSERT_FALSE(ran);
  EXPECT_EQ(ran.error().error_code, ENOENT);
}

TEST(Process, EndlessOutputIsCut) {
  const auto ran = run_process({"yes"}, {.input = {}, .limit = 1000, .add_environment = {}});
  EXPECT_FALSE(ran);
}

TEST(Process, NoWordIsSeenByAShell) {
  const auto ran = run_process({"printf", "%s", "$(id) `id` ;id"});
  ASSERT_TRUE(ran);
  EXPECT_EQ(ran->out, "$(id) `id` ;id");
}

TEST(Process, AddsToTheEnvironment) {
  const auto ran =
      run_process({"sh", "-c", "echo $TAUT_WORD"}, {.input = {}, .add_environment = {"TAUT_WORD=here"}});
  ASSERT_TRUE(ran);
  EXPECT_EQ(ran->out, "here\n");
}

}  // namespace
}  // namespace taut
