// The server's side of the supervisor: one battery at a time, on a thread of its own, so that no event loop
// ever waits for an attempt.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/fd.h"
#include "lab/standing.h"
#include "lab/wire.h"

namespace lab {

class Runner {
 public:
  Runner(taut::UniqueFd requests, taut::UniqueFd answers);
  ~Runner();

  void start();
  /// Ends the supervisor and the thread; what was not tried is told so.
  void stop();

  struct Battery {
    std::vector<Number> drills;
    /// Called on the runner's thread, for each drill that was tried.
    std::function<void(Number, const Ending&)> each;
    /// Called once, last; `all` is false when time ran out, or the supervisor is gone.
    std::function<void(bool all)> end;
  };
  /// False when one is under way: nothing will be called.
  bool begin(Battery battery);
  bool busy() const;

  /// Asks the kernel how things stand, between two attempts; nothing when the supervisor is gone.
  void ask_standing(std::function<void(std::optional<Standing>)> told);

 private:
  void work();
  void run(const Battery& battery);
  void answer_questions();
  std::optional<std::string> exchange(Number number);
  /// Waits for what the supervisor says, or its end; false when it is not to be waited for any more.
  bool answer_comes() const;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Battery> battery_;
  std::vector<std::function<void(std::optional<Standing>)>> questions_;
  bool busy_ = false;
  bool stopping_ = false;
  taut::UniqueFd requests_;
  taut::UniqueFd answers_;
  std::jthread thread_;
};

}  // namespace lab
