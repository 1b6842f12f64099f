#include "todo/ops/metrics.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/clock.h"

namespace todo {
namespace {

void describe(std::string& page, const char* name, const char* type, const char* help) {
  page.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name).append(" ");
  page.append(type).append("\n");
}

void single(std::string& page, const char* name, const char* type, const char* help, std::int64_t value) {
  describe(page, name, type, help);
  page.append(name).append(" ").append(std::to_string(value)).append("\n");
}

std::string fixed(double number) {
  std::string text = std::to_string(number);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

/// Resident bytes from proc_pid_statm(5), second field in pages; 0 when it cannot be read.
std::int64_t resident_bytes(int statm_fd) {
  char text[128] = {};
  if (statm_fd < 0 || ::pread(statm_fd, text, sizeof text - 1, 0) <= 0) return 0;
  char* second = nullptr;
  std::strtoll(text, &second, 10);
  return std::strtoll(second, nullptr, 10) * ::sysconf(_SC_PAGESIZE);
}

}  // namespace

Metrics::Metrics() : started_(taut::unix_milliseconds()) {}

void Metrics::count_request(int status, double seconds) {
  by_class_[static_cast<std::size_t>(std::clamp(status / 100, 0, 5))].fetch_add(1, std::memory_order_relaxed);
  const auto bucket = std::lower_bound(bounds.begin(), bounds.end(), seconds) - bounds.begin();
  buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  microseconds_.fetch_add(static_cast<std::int64_t>(seconds * 1e6), std::memory_order_relaxed);
}

std::string Metrics::render(int statm_fd) const {
  std::string page;
  describe(page, "todo_http_requests_total", "counter", "Answered requests by status class.");
  for (std::size_t i = 1; i < by_class_.size(); ++i) {
    page += "todo_http_requests_total{class=\"" + std::to_string(i) + "xx\"} " +
            std::to_string(by_class_[i]) + "\n";
  }
  describe(page, "todo_http_request_duration_seconds", "histogram",
           "From a request's first byte to its answer.");
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    sum += buckets_[i];
    const std::string bound = i < bounds.size() ? fixed(bounds[i]) : "+Inf";
    page += "todo_http_request_duration_seconds_bucket{le=\"" + bound + "\"} " + std::to_string(sum) + "\n";
  }
  page += "todo_http_request_duration_seconds_sum " + fixed(static_cast<double>(microseconds_) / 1e6) + "\n";
  page += "todo_http_request_duration_seconds_count " + std::to_string(sum) + "\n";
  single(page, "todo_connections_open", "gauge", "Open client connections.", connections_open);
  single(page, "todo_connections_accepted_total", "counter", "Accepted connections.", connections_accepted);
  single(page, "todo_connections_evicted_total", "counter", "Connections closed to make room.",
         connections_evicted);
  single(page, "todo_connections_timed_out_total", "counter", "Connections closed at a deadline.",
         connections_timed_out);
  single(page, "todo_requests_refused_total", "counter", "Requests refused by the request guard.",
         requests_refused);
  single(page, "process_resident_memory_bytes", "gauge", "Resident memory size in bytes.",
         resident_bytes(statm_fd));
  describe(page, "process_start_time_seconds", "gauge", "Start time since the Unix epoch in seconds.");
  page += "process_start_time_seconds " + fixed(static_cast<double>(started_) / 1000) + "\n";
  return page;
}

}  // namespace todo
