// Processes of the supervisor's own, under a seccomp profile that has none of the usual calls for them:
// beside fork(2) itself nothing is needed that todo's profile does not allow. No wait(2): the kernel reaps
// (SA_NOCLDWAIT, sigaction(2)) and tells by SIGCHLD, which is read from a signalfd. No kill(2): tgkill(2) of
// a process's first thread ends all of it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>

#include "base/fd.h"
#include "base/result.h"

namespace lab {

/// The ends of this process's children. One child at a time.
class ChildWatch {
 public:
  /// From here on the kernel reaps every child of this process, and SIGCHLD is blocked.
  static taut::Result<ChildWatch> open();

  struct End {
    int exit_code = 0;
    int signal = 0;
  };
  /// Waits for the end of `child`; after `limit`, or once `leash` hangs up, the child is ended, and nothing
  /// is returned.
  std::optional<End> wait(pid_t child, std::chrono::milliseconds limit, int leash) const;

  /// What a new child has to undo.
  static void unblock();

  int fd() const { return signals_.get(); }

 private:
  explicit ChildWatch(taut::UniqueFd signals) : signals_(std::move(signals)) {}
  std::optional<End> next(pid_t child) const;
  taut::UniqueFd signals_;
};

}  // namespace lab
