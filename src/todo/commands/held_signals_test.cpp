#include "todo/commands/held_signals.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>

namespace todo {
namespace {

bool is_readable(int fd) {
  pollfd wait{fd, POLLIN, 0};
  return ::poll(&wait, 1, 0) == 1;
}

TEST(HeldSignals, KeepASignalWaitingAndShowIt) {
  auto held = HeldSignals::hold();
  ASSERT_TRUE(held);
  EXPECT_FALSE(is_readable(held->fd()));
  ASSERT_EQ(::raise(SIGTERM), 0);
  EXPECT_TRUE(is_readable(held->fd()));
  // The test goes on living: it takes the signal away.
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGTERM);
  EXPECT_EQ(::sigwaitinfo(&set, nullptr), SIGTERM);
}

TEST(HeldSignals, AreDeliveredWhenTheHolderGoes) {
  EXPECT_EXIT(
      {
        auto held = HeldSignals::hold();
        ::raise(SIGTERM);
        held->release();
        ::_exit(0);
      },
      testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace todo
