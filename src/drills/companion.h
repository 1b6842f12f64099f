// A process that an attempt starts for itself, to stand for another program in the same container: its
// victim. It gets itself ready, says so, and lives until the attempt is over, however that ends.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/fd.h"

namespace taut::drills {

class Companion {
 public:
  /// `prepare` runs in the new process and returns 0 or an errno.
  template <class Prepare>
  explicit Companion(Prepare prepare) {
    int life[2];
    int hello[2];
    if (::pipe2(life, O_CLOEXEC) != 0) {
      error_ = errno;
      return;
    }
    UniqueFd life_in_child(life[0]);
    life_.reset(life[1]);
    if (::pipe2(hello, O_CLOEXEC) != 0) {
      error_ = errno;
      return;
    }
    const UniqueFd hello_here(hello[0]);
    UniqueFd hello_in_child(hello[1]);
    pid_ = ::fork();
    if (pid_ < 0) {
      error_ = errno;
      return;
    }
    if (pid_ == 0) live(prepare(), life_in_child.get(), hello_in_child.get());
    hello_in_child.reset();  // or its end would not be seen
    if (::read(hello_here.get(), &error_, sizeof error_) != sizeof error_) error_ = ECHILD;
    descriptor_ = life_in_child.get();
  }
  Companion(const Companion&) = delete;
  Companion& operator=(const Companion&) = delete;
  ~Companion() {
    if (pid_ <= 0) return;
    life_.reset();  // not by a signal: it may have become somebody whom we cannot signal
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  explicit operator bool() const { return error_ == 0; }
  /// Why there is none, or what `prepare` returned.
  int error() const { return error_; }
  bool started() const { return pid_ > 0; }
  pid_t pid() const { return pid_; }
  /// A descriptor that is open in it.
  int descriptor() const { return descriptor_; }

 private:
  [[noreturn]] void live(int prepared, int life, int hello) {
    life_.reset();
    char nothing = 0;
    if (::write(hello, &prepared, sizeof prepared) == sizeof prepared)
      while (::read(life, &nothing, 1) < 0 && errno == EINTR) {
      }
    ::_exit(0);
  }

  UniqueFd life_;
  pid_t pid_ = -1;
  int error_ = 0;
  int descriptor_ = -1;
};

}  // namespace taut::drills
