#include "report/comparison.h"

#include "docker/api.h"

namespace taut::report {
namespace {

namespace json = boost::json;
using Outcomes = std::map<std::string, Outcome, std::less<>>;

Result<Outcomes> outcomes_of(const json::value& probe) {
  const json::value* drills = docker::find(probe, "drills");
  if (!drills || !drills->is_array()) return failure("a list of drills is missing");
  Outcomes outcomes;
  for (const json::value& drill : drills->get_array()) {
    const std::string id = docker::text_at(drill, "id");
    const auto outcome = outcome_named(docker::text_at(drill, "outcome"));
    if (id.empty() || !outcome) return failure("a drill has no id or no known outcome");
    outcomes[id] = *outcome;
  }
  return outcomes;
}

void compare_one(const Outcomes& old, const probe::ProbeResult& result, Comparison& comparison) {
  for (const probe::Reading& reading : result.readings) {
    if (reading.drill->kind == drills::Kind::info) continue;
    const auto before = old.find(reading.drill->id);
    const Outcome now = reading.attempt.outcome;
    const bool known = before != old.end();
    const Changed changed{reading.drill, result.as_root, known ? before->second : Outcome::skipped, now};
    if (now == Outcome::succeeded && !known)
      comparison.untried.push_back(changed);
    else if (now == Outcome::succeeded && before->second != Outcome::succeeded)
      comparison.opened.push_back(changed);
    else if (now == Outcome::stopped && known && before->second == Outcome::succeeded)
      comparison.closed.push_back(changed);
  }
}

}  // namespace

Result<OldReport> parse_old_report(std::string_view text) {
  boost::system::error_code trouble;
  const json::value document = json::parse(text, trouble);
  if (trouble || docker::text_at(document, "schema") != "taut-probe-1")
    return failure("it is no report of taut probe --format json");
  OldReport report;
  report.time = docker::text_at(document, "time");
  auto drills = outcomes_of(document);
  if (!drills) return propagate(drills);
  report.drills = std::move(*drills);
  if (const json::value* as_root = docker::find(document, "as_root")) {
    auto others = outcomes_of(*as_root);
    if (!others) return propagate(others);
    report.as_root = std::move(*others);
  }
  return report;
}

Comparison compare(const OldReport& old, const std::vector<probe::ProbeResult>& results) {
  Comparison comparison{old.time, {}, {}, {}};
  for (const probe::ProbeResult& result : results)
    compare_one(result.as_root ? old.as_root : old.drills, result, comparison);
  return comparison;
}

}  // namespace taut::report
