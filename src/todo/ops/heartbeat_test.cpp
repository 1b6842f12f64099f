#include "todo/ops/heartbeat.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

namespace todo {
namespace {

std::string scratch() {
  return testing::TempDir() + "heartbeat-" + std::to_string(::getpid());
}

TEST(Heartbeat, FreshAndOkIsHealthy) {
  auto heartbeat = Heartbeat::open(scratch());
  ASSERT_TRUE(heartbeat);
  heartbeat->beat(true);
  EXPECT_TRUE(check_heartbeat(scratch(), taut::boot_milliseconds()));
}

TEST(Heartbeat, AnOldStampIsNot) {
  auto heartbeat = Heartbeat::open(scratch());
  heartbeat->beat(true);
  EXPECT_FALSE(check_heartbeat(scratch(), taut::boot_milliseconds() + heartbeat_expires_ms + 1000));
}

TEST(Heartbeat, ADatabaseThatDoesNotAnswerIsNot) {
  auto heartbeat = Heartbeat::open(scratch());
  heartbeat->beat(false);
  EXPECT_FALSE(check_heartbeat(scratch(), taut::boot_milliseconds()));
}

TEST(Heartbeat, RubbishOrNoFileIsNot) {
  ASSERT_TRUE(taut::replace_file(scratch(), "rubbish", 0600));
  EXPECT_FALSE(check_heartbeat(scratch(), 0));
  ::unlink(scratch().c_str());
  EXPECT_FALSE(check_heartbeat(scratch(), 0));
}

}  // namespace
}  // namespace todo
