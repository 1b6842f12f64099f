#include <fcntl.h>

#include "ablate/runner.h"
#include "base/file.h"
#include "base/text.h"
#include "docker/api.h"

namespace taut::ablate {
namespace {

std::string line_of(const std::string& key, const TrialResult& result) {
  json::array readings;
  for (const probe::Reading& reading : result.readings) {
    const drills::Attempt& attempt = reading.attempt;
    readings.push_back({{"drill", reading.drill->id},
                        {"outcome", name_of(attempt.outcome)},
                        {"error", attempt.error},
                        {"signal", reading.signal},
                        {"step", attempt.step},
                        {"layer", name_of(attempt.layer)},
                        {"set_up", attempt.set_up},
                        {"evidence", attempt.evidence}});
  }
  return json::serialize(json::object{{"key", key}, {"trouble", result.trouble}, {"readings", readings}}) +
         "\n";
}

/// A line that was cut by a crash, or is of another version, is passed over.
void take_line(std::string_view line, std::map<std::string, TrialResult>& results) {
  boost::system::error_code trouble;
  const json::value value = json::parse(line, trouble);
  const json::value* readings = trouble ? nullptr : docker::find(value, "readings");
  if (!readings || !readings->is_array()) return;
  TrialResult result;
  result.trouble = docker::text_at(value, "trouble");
  for (const json::value& one : readings->get_array()) {
    const auto parsed = probe::parse_agent_line(json::serialize(one));
    const auto* reading = parsed ? std::get_if<probe::Reading>(&*parsed) : nullptr;
    if (!reading) return;
    result.readings.push_back(*reading);
  }
  results[docker::text_at(value, "key")] = std::move(result);
}

}  // namespace

Cache::Cache(std::string path) : path_(std::move(path)) {
  if (path_.empty()) return;
  const auto text = read_file(path_, 256 << 20);
  if (!text) return;
  for (const std::string_view line : split(*text, '\n')) {
    if (!line.empty()) take_line(line, results_);
  }
}

std::optional<TrialResult> Cache::find(const std::string& key) const {
  const std::scoped_lock lock(mutex_);
  const auto found = results_.find(key);
  if (found == results_.end()) return std::nullopt;
  return found->second;
}

void Cache::keep(const std::string& key, const TrialResult& result) {
  const std::scoped_lock lock(mutex_);
  results_[key] = result;
  if (path_.empty()) return;
  // A cache that cannot be written costs time, not truth.
  if (const auto file = open_file(path_, O_WRONLY | O_APPEND | O_CREAT))
    (void)write_all(file->get(), line_of(key, result), path_);
}

}  // namespace taut::ablate
