// Keeps SIGINT, SIGTERM and SIGHUP waiting while a temporary file has a name, so that Ctrl-C cannot leave it
// behind. When the holder goes, a signal that came meanwhile has its usual effect. Not held: SIGKILL, which
// cannot be.
#pragma once

#include <csignal>

#include "base/fd.h"
#include "base/result.h"

namespace todo {

class HeldSignals {
 public:
  static taut::Result<HeldSignals> hold();
  HeldSignals(HeldSignals&& other) noexcept;
  HeldSignals& operator=(HeldSignals&&) = delete;
  ~HeldSignals() { release(); }

  /// Lets them go; a signal that waits is delivered now.
  void release();
  /// Becomes readable (poll(2)) when one of them waits. Reading it would take the signal away: do not.
  int fd() const { return fd_.get(); }

 private:
  HeldSignals() = default;
  bool held_ = false;
  sigset_t before_{};
  taut::UniqueFd fd_;
};

}  // namespace todo
