#include "lab/runner.h"

#include <poll.h>

#include <chrono>
#include <utility>

namespace lab {
namespace {

/// For a whole battery: well below what the server allows one answer (30 s).
constexpr std::chrono::seconds longest_battery{20};
/// How many tenths of a second a supervisor has to end once it was told to. Whatever keeps it, it does not
/// keep the server.
constexpr int moments_after_the_end = 5;

}  // namespace

Runner::Runner(taut::UniqueFd requests, taut::UniqueFd answers)
    : requests_(std::move(requests)), answers_(std::move(answers)) {}

Runner::~Runner() {
  stop();
}

void Runner::start() {
  thread_ = std::jthread([this] { work(); });
}

void Runner::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    requests_.reset();  // the supervisor ends what it is doing and itself, and so the thread's read
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  // Its end of the pipe closes with it: the server is still there to be told, so nothing is left to reap.
  while (answers_ && answer_comes() && receive_text(answers_.get())) {
  }
  answers_.reset();
}

bool Runner::begin(Battery battery) {
  {
    const std::lock_guard lock(mutex_);
    if (busy_ || stopping_) return false;
    busy_ = true;
    battery_ = std::move(battery);
  }
  changed_.notify_all();
  return true;
}

bool Runner::busy() const {
  const std::lock_guard lock(mutex_);
  return busy_;
}

void Runner::ask_standing(std::function<void(std::optional<Standing>)> told) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_) {
      questions_.push_back(std::move(told));
      changed_.notify_all();
      return;
    }
  }
  told(std::nullopt);
}

void Runner::work() {
  for (;;) {
    std::optional<Battery> battery;
    bool last = false;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || battery_ || !questions_.empty(); });
      battery = std::exchange(battery_, std::nullopt);
      last = stopping_;
    }
    answer_questions();
    if (battery) run(*battery);
    if (last) return;
  }
}

void Runner::run(const Battery& battery) {
  const auto deadline = std::chrono::steady_clock::now() + longest_battery;
  bool all = true;
  for (const Number number : battery.drills) {
    const auto text = std::chrono::steady_clock::now() < deadline ? exchange(number) : std::nullopt;
    const auto ending = text ? unpacked(*text) : std::nullopt;
    if (!ending) {
      all = false;
      break;
    }
    battery.each(number, *ending);
    answer_questions();
  }
  {
    // Before the answer goes out: whoever reads it may press the next button at once.
    const std::lock_guard lock(mutex_);
    busy_ = false;
  }
  battery.end(all);
}

void Runner::answer_questions() {
  std::vector<std::function<void(std::optional<Standing>)>> questions;
  {
    const std::lock_guard lock(mutex_);
    questions.swap(questions_);
  }
  if (questions.empty()) return;
  const auto text = exchange(standing_question);
  const auto standing = text ? unpacked_standing(*text) : std::nullopt;
  for (const auto& told : questions) told(standing);  // one look serves all who asked meanwhile
}

std::optional<std::string> Runner::exchange(Number number) {
  {
    const std::lock_guard lock(mutex_);
    if (!requests_ || !send_number(requests_.get(), number)) return std::nullopt;
  }
  return answer_comes() ? receive_text(answers_.get()) : std::nullopt;
}

bool Runner::answer_comes() const {
  for (int moments = 0; moments < moments_after_the_end;) {
    pollfd watched{answers_.get(), POLLIN, 0};
    if (::poll(&watched, 1, 100) > 0) return true;
    const std::lock_guard lock(mutex_);
    if (stopping_) ++moments;
  }
  return false;
}

}  // namespace lab
