#include "base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

#include "base/fd.h"

extern char** environ;

namespace taut {
namespace {

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return failure("make a pipe", errno);
  return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> result;
  for (const std::string& word : words) result.push_back(const_cast<char*>(word.c_str()));
  return result;
}

/// The three descriptors of the child; posix_spawn does not touch memory of ours between fork and exec.
class Actions {
 public:
  Actions(int in, int out, int err) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, in, 0);
    posix_spawn_file_actions_adddup2(&actions_, out, 1);
    posix_spawn_file_actions_adddup2(&actions_, err, 2);
  }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  ~Actions() { posix_spawn_file_actions_destroy(&actions_); }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/// Appends what can be read; false at the end of the stream.
bool take(int fd, std::string& text) {
  char buffer[16384];
  const ssize_t got = ::read(fd, buffer, sizeof buffer);
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  text.append(buffer, static_cast<std::size_t>(got));
  return got > 0;
}

/// Feeds the child and collects from it until both of its outputs are closed. False when it printed too much.
bool exchange(Pipe& in, Pipe& out, Pipe& err, const ProcessOptions& options, ProcessOutput& output) {
  std::string_view left = options.input;
  if (left.empty()) in.write.reset();
  ::fcntl(in.write.get(), F_SETFL, O_NONBLOCK);
  while (out.read || err.read) {
    std::array<pollfd, 3> waits{
        {{out.read.get(), POLLIN, 0}, {err.read.get(), POLLIN, 0}, {in.write.get(), POLLOUT, 0}}};
    if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) return false;
    if (waits[0].revents && !take(out.read.get(), output.out)) out.read.reset();
    if (waits[1].revents && !take(err.read.get(), output.err)) err.read.reset();
    if (waits[2].revents) {
      const ssize_t wrote = ::write(in.write.get(), left.data(), left.size());
      if (wrote > 0) left.remove_prefix(static_cast<std::size_t>(wrote));
      if (left.empty() || (wrote < 0 && errno != EAGAIN && errno != EINTR)) in.write.reset();
    }
    if (output.out.size() > options.limit || output.err.size() > options.limit) return false;
  }
  return true;
}

}  // namespace

Result<ProcessOutput> run_process(const std::vector<std::string>& arguments, const ProcessOptions& options) {
  auto in = make_pipe();
  auto out = make_pipe();
  auto err = make_pipe();
  if (!in || !out || !err) return failure("make a pipe for " + arguments[0], EMFILE);

  std::vector<char*> argument_pointers = pointers(arguments);
  argument_pointers.push_back(nullptr);
  std::vector<char*> environment = pointers(options.add_environment);
  for (char** name = environ; *name; ++name) environment.push_back(*name);
  environment.push_back(nullptr);

  const Actions actions(in->read.get(), out->write.get(), err->write.get());
  pid_t child = 0;
  const int refused = ::posix_spawnp(&child, arguments[0].c_str(), actions.get(), nullptr,
                                     argument_pointers.data(), environment.data());
  if (refused != 0) return failure("run " + arguments[0], refused);
  in->read.reset();
  out->write.reset();
  err->write.reset();

  ProcessOutput output;
  const bool whole = exchange(*in, *out, *err, options, output);
  if (!whole) ::kill(child, SIGKILL);
  output.exit_code = wait_for(child);
  if (!whole) return failure(arguments[0] + " printed more than " + std::to_string(options.limit) + " bytes");
  return output;
}

}  // namespace taut
