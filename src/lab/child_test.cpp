#include "lab/child.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>

#include "linux/forked.h"

namespace lab {
namespace {

using namespace std::chrono_literals;
using taut::kernel::testing::in_child;

// How SIGCHLD is treated belongs to the whole process, so each test has one of its own.

struct Leash {
  Leash() {
    int ends[2];
    if (::pipe(ends) == 0) {
      held.reset(ends[0]);
      other.reset(ends[1]);
    }
  }
  taut::UniqueFd held;
  taut::UniqueFd other;
};

std::string told(const std::optional<ChildWatch::End>& end) {
  if (!end) return "ended by us";
  return "exit " + std::to_string(end->exit_code) + " signal " + std::to_string(end->signal);
}

template <class Work>
std::string watched(Work work, std::chrono::milliseconds limit, bool let_go = false) {
  return in_child([&] {
    const auto watch = ChildWatch::open();
    if (!watch) return watch.error().message();
    Leash leash;
    const pid_t child = ::fork();
    if (child == 0) {
      ChildWatch::unblock();
      leash.other.reset();
      work();
      ::_exit(0);
    }
    if (let_go) leash.other.reset();
    const std::string end = told(watch->wait(child, limit, leash.held.get()));
    // Nothing may be left: the kernel has reaped it.
    return end + (::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD ? "" : ", left a process");
  });
}

TEST(ChildWatch, TellsTheExitCode) {
  EXPECT_EQ(watched([] { ::_exit(3); }, 5s), "exit 3 signal 0");
}

TEST(ChildWatch, TellsTheSignal) {
  EXPECT_EQ(watched([] { ::raise(SIGKILL); }, 5s), "exit 0 signal 9");
}

TEST(ChildWatch, EndsWhatTakesTooLong) {
  EXPECT_EQ(watched([] { ::pause(); }, 50ms), "ended by us");
}

TEST(ChildWatch, EndsTheChildOnceTheOtherSideIsGone) {
  EXPECT_EQ(watched([] { ::pause(); }, 60s, true), "ended by us");
}

}  // namespace
}  // namespace lab
