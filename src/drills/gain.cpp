#include "drills/gain.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <optional>

#include "base/fd.h"
#include "drills/image_files.h"
#include "drills/why_refused.h"
#include "linux/procfs.h"

namespace taut::drills {
namespace {

std::optional<Credentials> credentials_of(const std::string& process) {
  const auto status = kernel::read_status(process);
  if (!status) return std::nullopt;
  return Credentials{status->users.effective, status->groups.effective, status->capabilities.effective};
}

[[noreturn]] void start(const std::string& path, int tell) {
  char* const arguments[] = {const_cast<char*>(path.c_str()), nullptr};
  char* const environment[] = {nullptr};
  // Standard streams that nobody reads: a pipe whose other end is closed.
  int ends[2];
  const rlimit nothing{0, 0};
  if (::pipe(ends) == 0 && ::dup2(ends[0], STDIN_FILENO) == STDIN_FILENO &&
      ::dup2(ends[1], STDOUT_FILENO) == STDOUT_FILENO && ::dup2(ends[1], STDERR_FILENO) == STDERR_FILENO) {
    ::close(ends[0]);
    ::close(ends[1]);
    ::setrlimit(RLIMIT_CORE, &nothing);
    ::setrlimit(RLIMIT_FSIZE, &nothing);
    if (::setrlimit(RLIMIT_NOFILE, &nothing) == 0) ::execve(path.c_str(), arguments, environment);
  }
  const int error = errno;
  ::_exit(::write(tell, &error, sizeof error) == sizeof error ? 0 : 1);
}

struct Started {
  int error = 0;  // of fork(2) when there was no process, else of execve(2)
  bool forked = false;
  std::optional<Credentials> after;
};

/// Ends the program, and reads who it was while its entry is still there.
std::optional<Credentials> end_and_read(pid_t program) {
  constexpr int patience = 100;  // milliseconds, for a program that does not fail by itself
  siginfo_t end{};
  for (int waited = 0; waited < patience && end.si_pid == 0; ++waited) {
    if (::waitid(P_PID, static_cast<id_t>(program), &end, WEXITED | WNOHANG | WNOWAIT) != 0) break;
    if (end.si_pid == 0) ::usleep(1000);
  }
  ::kill(program, SIGKILL);
  ::waitid(P_PID, static_cast<id_t>(program), &end, WEXITED | WNOWAIT);
  auto after = credentials_of(std::to_string(program));
  ::waitpid(program, nullptr, 0);
  return after;
}

Started start_and_end(const std::string& path) {
  Started started;
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    started.error = errno;
    return started;
  }
  const UniqueFd from(ends[0]);
  UniqueFd to(ends[1]);
  const pid_t program = ::fork();
  if (program < 0) {
    started.error = errno;
    return started;
  }
  if (program == 0) start(path, to.get());
  started.forked = true;
  to.reset();
  if (::read(from.get(), &started.error, sizeof started.error) != sizeof started.error) started.error = 0;
  started.after = end_and_read(program);
  return started;
}

/// The first such file, or "".
std::string find(const Candidate& candidate, int& error) {
  std::string found;
  error = walk_image([&](const std::string& path, const struct stat& status) {
    const bool matches = S_ISREG(status.st_mode) && (status.st_mode & 0111U) != 0 &&
                         (candidate.by_path ? candidate.by_path(path) : candidate.by_status(status));
    if (matches && ::faccessat(AT_FDCWD, path.c_str(), X_OK, AT_EACCESS) == 0) found = path;
    return found.empty();
  });
  return found;
}

/// The program ran and is nobody new: why, where that is known.
Attempt without_gain(const std::string& path, const Credentials& before, const Credentials& after) {
  if (::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
    return stopped("execve(2)", Layer::engine, path + " runs without gain: no new privileges");
  if (mount_has(path, ST_NOSUID).value_or(false))
    return stopped("execve(2)", Layer::mount_option, path + " is on a mount with nosuid");
  if (before.user != after.user)
    return stopped("execve(2)", Layer::capability, path + " became root, and found no capability to have");
  return stopped("execve(2)", Layer::unknown, path + " runs without gain");
}

}  // namespace

bool has_file_capabilities(const std::string& path) {
  return ::lgetxattr(path.c_str(), "security.capability", nullptr, 0) > 0;
}

std::string new_capabilities(const Credentials& before, const Credentials& after) {
  return (after.capabilities & ~before.capabilities) != 0 ? "runs with capabilities that were not there" : "";
}

Attempt judged_gain(const Candidate& candidate, Gain gain) {
  if (::geteuid() == 0) return skipped("is root already: there is nobody more to become");
  int error = 0;
  const std::string path = find(candidate, error);
  if (error) return set_up_refused("getdents64(2)", error);
  if (path.empty())
    return stopped("execve(2)", Layer::missing_file, std::string("no ") + candidate.name + " in the image");
  const auto before = credentials_of("self");
  if (!before) return set_up_refused("open(2)", EACCES);
  const Started started = start_and_end(path);
  if (!started.forked) return set_up_refused("fork(2)", started.error);
  if (started.error) return refused_path("execve(2)", path, X_OK, started.error);
  if (!started.after) return broken("who " + path + " was could not be read");
  const std::string gained = gain(*before, *started.after);
  if (!gained.empty()) return succeeded("execve(2)", path + " " + gained);
  return without_gain(path, *before, *started.after);
}

}  // namespace taut::drills
