#include <cstring>

#include "drills/catalogue.h"
#include "report/advice.h"
#include "report/records_json.h"
#include "report/standing.h"

namespace taut::report {
namespace {

namespace json = boost::json;
using probe::ProbeResult;
using probe::Reading;

json::array as_json(const std::vector<std::string>& words) {
  json::array list;
  for (const std::string& word : words) list.emplace_back(word);
  return list;
}

json::value or_null(const char* word) {
  return word ? json::value(word) : json::value(nullptr);
}

json::value residue_as_json(const ProbeReport& report, const Reading& reading) {
  const AcceptedDrill* accepted =
      reading.attempt.outcome == Outcome::succeeded ? residue_of(report, *reading.drill) : nullptr;
  if (!accepted) return nullptr;
  return json::object{{"reason", accepted->reason},
                      {"expires", accepted->expires},
                      {"expired", has_expired(report, *accepted)}};
}

/// Each inner list: alternatives.
json::array advice_as_json(const ProbeReport& report, const ProbeResult& result, const Reading& reading) {
  json::array needs;
  const Standing standing = standing_of(report, reading);
  if (standing != Standing::through && standing != Standing::unset) return needs;
  const probe::Cure cure = probe::cure_of(*reading.drill, result.controls, result.as_root);
  for (const auto& group : cure.groups) {
    json::array any_of;
    for (const probe::ControlFound& found : group) {
      any_of.push_back({{"control", found.control->id},
                        {"set_already", cure.all_are_set},
                        {"advice", advice_of(found, report.dialect)}});
    }
    needs.push_back(std::move(any_of));
  }
  return needs;
}

json::object drill_as_json(const ProbeReport& report, const ProbeResult& result, const Reading& reading) {
  const drills::Drill& drill = *reading.drill;
  const drills::Attempt& attempt = reading.attempt;
  const bool stopped = attempt.outcome == Outcome::stopped;
  const char* signal = reading.signal ? ::sigabbrev_np(reading.signal) : nullptr;
  return {{"id", drill.id},
          {"tag", taut::name_of(drill.tag)},
          {"kind", name_of(drill.kind)},
          {"title", drill.title},
          {"goal", drill.goal},
          {"outcome", taut::name_of(attempt.outcome)},
          {"counts", counts(report, standing_of(report, reading))},
          {"layer", stopped ? json::value(taut::name_of(attempt.layer)) : json::value(nullptr)},
          {"errno", or_null(attempt.error ? ::strerrorname_np(attempt.error) : nullptr)},
          {"signal", signal ? json::value(std::string("SIG") + signal) : json::value(nullptr)},
          {"step", attempt.step},
          {"set_up", attempt.set_up},
          {"evidence", attempt.evidence},
          {"stopped_by", removal_sets_as_json(drill)},
          {"residue", residue_as_json(report, reading)},
          {"advice", advice_as_json(report, result, reading)}};
}

json::object tally_as_json(const ProbeReport& report, const ProbeResult& result) {
  const Tally tally = tally_of(report, result);
  return {{"through", tally[Standing::through]},   {"not_set", tally[Standing::unset]},
          {"accepted", tally[Standing::accepted]}, {"learnt", tally[Standing::learnt]},
          {"stopped", tally[Standing::stopped]},   {"skipped", tally[Standing::skipped]},
          {"broken", tally[Standing::broken]}};
}

json::object probe_as_object(const ProbeReport& report, const ProbeResult& result) {
  json::array drills, steps;
  for (const Reading& reading : result.readings) drills.push_back(drill_as_json(report, result, reading));
  for (const Step& step : steps_for(report, result))
    steps.push_back({{"advice", step.advice}, {"drills", step.drills}});
  return {{"subject", result.subject},
          {"user", result.user},
          {"kernel", result.facts.kernel},
          {"certified", result.uncertified.empty()},
          {"uncertified_because", as_json(result.uncertified)},
          {"notes", as_json(result.notes)},
          {"seconds", result.seconds},
          {"battery_seconds", result.battery_seconds},
          {"tally", tally_as_json(report, result)},
          {"steps", std::move(steps)},
          {"drills", std::move(drills)}};
}

json::array changes_as_json(const std::vector<Changed>& changes) {
  json::array list;
  for (const Changed& changed : changes) {
    list.push_back({{"id", changed.drill->id},
                    {"as_root", changed.as_root},
                    {"before", taut::name_of(changed.before)},
                    {"now", taut::name_of(changed.now)}});
  }
  return list;
}

json::array stale_as_json(const ProbeReport& report) {
  json::array list;
  for (const AcceptedDrill* accepted : stale_entries(report)) {
    list.push_back({{"drill", accepted->drill}, {"file", report.residue_file}, {"line", accepted->at.line}});
  }
  return list;
}

}  // namespace

std::string probe_as_json(const ProbeReport& report) {
  // The first probe's members stand at the top, as most runs have only one.
  json::object document{{"schema", "taut-probe-1"}, {"time", report.time}};
  for (const ProbeResult& result : report.results) {
    json::object probe = probe_as_object(report, result);
    if (&result == &report.results.front())
      for (auto& member : probe) document[member.key()] = std::move(member.value());
    else
      document["as_root"] = std::move(probe);
  }
  document["stale_residue"] = stale_as_json(report);
  if (const auto& comparison = report.comparison) {
    document["comparison"] = {{"old_time", comparison->old_time},
                              {"opened", changes_as_json(comparison->opened)},
                              {"closed", changes_as_json(comparison->closed)},
                              {"new", changes_as_json(comparison->untried)}};
  }
  return json::serialize(document) + "\n";
}

}  // namespace taut::report
