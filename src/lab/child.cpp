#include "lab/child.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace lab {
namespace {

using Clock = std::chrono::steady_clock;

sigset_t ends_of_children() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGCHLD);
  return set;
}

int until(Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

}  // namespace

taut::Result<ChildWatch> ChildWatch::open() {
  struct sigaction action{};
  action.sa_handler = SIG_DFL;
  action.sa_flags = SA_NOCLDWAIT | SA_NOCLDSTOP;
  const sigset_t set = ends_of_children();
  if (::sigaction(SIGCHLD, &action, nullptr) != 0 || ::sigprocmask(SIG_BLOCK, &set, nullptr) != 0)
    return taut::failure("watch child processes", errno);
  taut::UniqueFd signals(::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
  if (!signals) return taut::failure("make a signalfd", errno);
  return ChildWatch(std::move(signals));
}

void ChildWatch::unblock() {
  const sigset_t set = ends_of_children();
  ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
}

std::optional<ChildWatch::End> ChildWatch::next(pid_t child) const {
  signalfd_siginfo told{};
  while (::read(signals_.get(), &told, sizeof told) == static_cast<ssize_t>(sizeof told)) {
    if (static_cast<pid_t>(told.ssi_pid) != child) continue;  // of an earlier one
    if (told.ssi_code == CLD_EXITED) return End{told.ssi_status, 0};
    return End{0, told.ssi_status};
  }
  return std::nullopt;
}

std::optional<ChildWatch::End> ChildWatch::wait(pid_t child, std::chrono::milliseconds limit,
                                                int leash) const {
  const auto deadline = Clock::now() + limit;
  for (;;) {
    if (const auto end = next(child)) return end;
    pollfd watched[] = {{signals_.get(), POLLIN, 0}, {leash, 0, 0}};
    ::poll(watched, 2, until(deadline));
    const bool let_go = (watched[1].revents & (POLLHUP | POLLERR)) != 0;
    if (!let_go && Clock::now() < deadline) continue;
    if (const auto end = next(child)) return end;
    ::syscall(SYS_tgkill, child, child, SIGKILL);
    // SIGKILL cannot be put off, but a process in the middle of a system call may take a moment.
    for (int tries = 0; tries < 20 && !next(child); ++tries) ::poll(watched, 1, 50);
    return std::nullopt;
  }
}

}  // namespace lab
