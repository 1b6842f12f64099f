#include "todo/commands/held_signals.h"

#include <sys/signalfd.h>

#include <cerrno>
#include <utility>

namespace todo {

taut::Result<HeldSignals> HeldSignals::hold() {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&set, signal);
  HeldSignals held;
  held.fd_.reset(::signalfd(-1, &set, SFD_CLOEXEC));
  if (!held.fd_) return taut::failure("signalfd", errno);
  if (::sigprocmask(SIG_BLOCK, &set, &held.before_) != 0) return taut::failure("sigprocmask", errno);
  held.held_ = true;
  return held;
}

HeldSignals::HeldSignals(HeldSignals&& other) noexcept
    : held_(std::exchange(other.held_, false)), before_(other.before_), fd_(std::move(other.fd_)) {}

void HeldSignals::release() {
  if (std::exchange(held_, false)) ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace todo
