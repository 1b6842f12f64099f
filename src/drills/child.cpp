#include "drills/child.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <utility>

#include "base/file.h"
#include "base/text.h"

namespace taut::drills {
namespace {

constexpr char separator = '\x1F';  // stands in no evidence

std::string without_separator(std::string text) {
  std::erase(text, separator);
  return text;
}

}  // namespace

void attempt_and_exit(const Drill& drill, const Setting& setting, int results,
                      const std::function<void(const Setting&)>& confine) {
  if (confine) confine(setting);
  const std::string bytes = packed(drill.attempt(setting));
  const bool wrote = ::write(results, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
  ::_exit(wrote ? 0 : 1);
}

std::string packed(const Attempt& attempt) {
  return std::to_string(static_cast<int>(attempt.outcome)) + separator + std::to_string(attempt.error) +
         separator + std::to_string(static_cast<int>(attempt.layer)) + separator +
         (attempt.set_up ? "1" : "0") + separator + without_separator(attempt.step) + separator +
         without_separator(attempt.evidence);
}

std::optional<Attempt> unpacked(std::string_view bytes) {
  const auto fields = split(bytes, separator);
  if (fields.size() != 6) return std::nullopt;
  const auto outcome = parse_decimal(fields[0]);
  const auto error = parse_decimal(fields[1]);
  const auto layer = parse_decimal(fields[2]);
  if (!outcome || !error || !layer || *outcome > 3 || *layer >= static_cast<int>(layer_names.size()))
    return std::nullopt;
  return Attempt{static_cast<Outcome>(*outcome), static_cast<int>(*error),   std::string(fields[4]),
                 std::string(fields[5]),         static_cast<Layer>(*layer), fields[3] == "1"};
}

std::optional<Child> Child::start(const Drill& drill, const Setting& setting, int seconds,
                                  void (*confine)(const Setting&)) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
  UniqueFd from(ends[0]);
  UniqueFd to(ends[1]);
  const pid_t child = ::fork();
  if (child < 0) return std::nullopt;
  if (child == 0) {
    from.reset();
    ::alarm(static_cast<unsigned>(seconds));
    attempt_and_exit(drill, setting, to.get(), confine);
  }
  return Child(child, std::move(from));
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)), results_(std::move(other.results_)) {}

Child::~Child() {
  if (pid_ == 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

Child::End Child::wait() {
  End end;
  int status = 0;
  // The end first, then the bytes: what an attempt left running may hold the pipe open, and the bytes fit
  // into it.
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  if (WIFSIGNALED(status)) {
    end.signal = WTERMSIG(status);
  } else {
    end.exit_code = WEXITSTATUS(status);
  }
  ::fcntl(results_.get(), F_SETFL, O_NONBLOCK);
  char bytes[4096];
  const ssize_t got = ::read(results_.get(), bytes, sizeof bytes);
  if (got > 0) end.written = unpacked({bytes, static_cast<std::size_t>(got)});
  return end;
}

}  // namespace taut::drills
