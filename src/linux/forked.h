// For tests: does something in a child process of its own and tells how that ended, as one word. What is
// tried there cannot be undone (a sandbox) or may kill the process, so it must not happen in the test
// program.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <string>

#include "base/fd.h"

namespace taut::kernel::testing {

/// "ok" for a system call that worked, else the name of its errno: "EPERM".
inline std::string attempt(long result) {
  return result >= 0 ? "ok" : ::strerrorname_np(errno);
}

/// The words of several attempts: the elements of a braced list are evaluated in order, the operands of + are
/// not.
inline std::string in_order(std::initializer_list<std::string> words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

/// Runs `work` in a child. What it returned, or "killed by SIGSYS", or "exited 3".
inline std::string in_child(const std::function<std::string()>& work) {
  int ends[2];
  if (::pipe(ends) != 0) return "no pipe";
  UniqueFd from(ends[0]);
  UniqueFd to(ends[1]);
  const pid_t child = ::fork();
  if (child == 0) {
    from.reset();
    const std::string told = work();
    [[maybe_unused]] const auto wrote = ::write(to.get(), told.data(), told.size());
    ::_exit(0);  // no destructors, no leak check: the sandbox does not let them do what they want to
  }
  to.reset();
  std::string told;
  char buffer[4096];
  for (ssize_t got = 0; (got = ::read(from.get(), buffer, sizeof buffer)) > 0;)
    told.append(buffer, static_cast<std::size_t>(got));
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return std::string("killed by SIG") + ::sigabbrev_np(WTERMSIG(status));
  if (WEXITSTATUS(status) != 0) return "exited " + std::to_string(WEXITSTATUS(status));
  return told;
}

/// A folder that goes with all its content.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = std::filesystem::temp_directory_path() / "taut-XXXXXX";
    if (::mkdtemp(pattern.data())) path = pattern;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path.empty()) std::filesystem::remove_all(path, ignored);
  }
  std::string path;
};

}  // namespace taut::kernel::testing
