#include <cstring>

#include "base/clock.h"
#include "drills/catalogue.h"
#include "report/probe_report.h"

namespace taut::report {
namespace {

namespace json = boost::json;

json::array as_json(const std::vector<std::string>& words) {
  json::array list;
  for (const std::string& word : words) list.emplace_back(word);
  return list;
}

std::string_view name_of(drills::Kind kind) {
  switch (kind) {
    case drills::Kind::attack:
      return "attack";
    case drills::Kind::state:
      return "state";
    case drills::Kind::info:
      return "info";
  }
  return "";
}

json::array stopped_by_as_json(const drills::Drill& drill) {
  json::array sets;
  for (const auto& set : drills::removal_sets(drill.stopped_by)) sets.push_back(as_json(set));
  return sets;
}

json::object as_json(const ProbeReport& report, const probe::Reading& reading) {
  const drills::Drill& drill = *reading.drill;
  const drills::Attempt& attempt = reading.attempt;
  const char* error = attempt.error ? ::strerrorname_np(attempt.error) : nullptr;
  json::object object{
      {"id", drill.id},
      {"tag", taut::name_of(drill.tag)},
      {"kind", name_of(drill.kind)},
      {"title", drill.title},
      {"outcome", taut::name_of(attempt.outcome)},
      {"layer", attempt.outcome == Outcome::stopped ? json::value(taut::name_of(attempt.layer))
                                                    : json::value(nullptr)},
      {"errno", error ? json::value(error) : json::value(nullptr)},
      {"signal", reading.signal ? json::value(std::string("SIG") + ::sigabbrev_np(reading.signal))
                                : json::value(nullptr)},
      {"step", attempt.step},
      {"set_up", attempt.set_up},
      {"evidence", attempt.evidence},
      {"stopped_by", stopped_by_as_json(drill)}};
  const Residue* accepted = got_through(reading) ? residue_of(report, reading) : nullptr;
  object["residue"] = accepted ? json::value(accepted->reason) : json::value(nullptr);
  return object;
}

}  // namespace

std::string probe_as_json(const ProbeReport& report) {
  json::array probes;
  for (const probe::ProbeResult& result : report.results) {
    json::array drills;
    for (const probe::Reading& reading : result.readings) drills.push_back(as_json(report, reading));
    probes.push_back({{"subject", result.subject},
                      {"user", result.user},
                      {"kernel", result.facts.kernel},
                      {"certified", result.uncertified.empty()},
                      {"uncertified_because", as_json(result.uncertified)},
                      {"notes", as_json(result.notes)},
                      {"seconds", result.seconds},
                      {"battery_seconds", result.battery_seconds},
                      {"drills", drills}});
  }
  // The first probe's members stand at the top, as most runs have only one.
  json::object document = probes.empty() ? json::object() : probes[0].as_object();
  document["schema"] = "taut-probe-1";
  document["time"] = format_rfc3339(unix_milliseconds());
  if (probes.size() > 1) document["as_root"] = probes[1];
  return json::serialize(document) + "\n";
}

}  // namespace taut::report
