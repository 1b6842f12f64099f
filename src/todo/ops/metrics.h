// Counters for /metrics, in the Prometheus text format (version 0.0.4).
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

namespace todo {

class Metrics {
 public:
  Metrics();

  /// Counts one answered request. `status` is the HTTP status, `seconds` from its first byte to its answer.
  void count_request(int status, double seconds);

  std::atomic<std::int64_t> connections_open{0};
  std::atomic<std::int64_t> connections_accepted{0};
  std::atomic<std::int64_t> connections_evicted{0};
  std::atomic<std::int64_t> connections_timed_out{0};
  std::atomic<std::int64_t> requests_refused{0};  // by the request guard

  /// The whole page. `statm_fd` is /proc/self/statm, opened before the sandbox closed, or -1.
  std::string render(int statm_fd) const;

 private:
  static constexpr std::array bounds{0.001, 0.005, 0.025, 0.1, 0.5, 2.5};  // seconds
  std::int64_t started_;
  std::array<std::atomic<std::int64_t>, 6> by_class_{};  // index = status / 100
  std::array<std::atomic<std::int64_t>, bounds.size() + 1> buckets_{};
  std::atomic<std::int64_t> microseconds_{0};
};

}  // namespace todo
