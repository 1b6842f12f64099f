// One attempt in a process of its own.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>

#include "base/fd.h"
#include "drills/drill.h"

namespace taut::drills {

class Child {
 public:
  /// Starts a child that calls `confine` and then makes the attempt; it ends by SIGALRM after `seconds`.
  /// Nothing when no process can be started.
  static std::optional<Child> start(const Drill& drill, const Setting& setting, int seconds,
                                    void (*confine)(const Setting&));

  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  /// Ends the child, if it still runs.
  ~Child();

  struct End {
    std::optional<Attempt> written;  // nothing when it ended before it could tell
    int exit_code = 0;
    int signal = 0;
  };
  /// Waits for the end.
  End wait();

 private:
  Child(pid_t pid, UniqueFd results) : pid_(pid), results_(std::move(results)) {}
  pid_t pid_;
  UniqueFd results_;
};

/// What the child does: calls `confine`, makes the attempt and writes the result, packed, to `results`.
[[noreturn]] void attempt_and_exit(const Drill& drill, const Setting& setting, int results,
                                   const std::function<void(const Setting&)>& confine);

/// An attempt as bytes between two processes of the same program, and back; nothing when the bytes are no
/// attempt.
std::string packed(const Attempt& attempt);
std::optional<Attempt> unpacked(std::string_view bytes);

}  // namespace taut::drills
