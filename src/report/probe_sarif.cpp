#include <boost/json.hpp>
#include <cstdint>
#include <cstdio>

#include "base/text.h"
#include "docker/api.h"
#include "report/advice.h"
#include "report/drill_words.h"
#include "report/standing.h"

namespace taut::report {
namespace {

namespace json = boost::json;
using drills::Drill;
using probe::ProbeResult;
using probe::Reading;

constexpr const char* schema = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr const char* source_root = "%SRCROOT%";

/// "[words](target)" in a message is a link (SARIF 2.1.0, 3.11.6); what a container says must not become one.
json::object message(std::string text) {
  for (auto at = text.find("]("); at != text.npos; at = text.find("](", at)) text.insert(at + 1, " ");
  return {{"text", text}};
}

const char* level_of(drills::Kind kind) {
  switch (kind) {
    case drills::Kind::attack:
      return "error";
    case drills::Kind::state:
      return "warning";
    case drills::Kind::info:
      return "note";
  }
  return "none";
}

json::object rule_of(const Drill& drill) {
  return {
      {"id", drill.id},
      {"shortDescription", message(std::string(drill.title))},
      {"fullDescription", message(sentence(std::string(drill.title) + ", to " + std::string(drill.goal)))},
      {"help", {{"text", drill_in_words(drill)}, {"markdown", drill_in_markdown(drill, Links::none)}}},
      {"defaultConfiguration", {{"level", level_of(drill.kind)}}},
      {"properties",
       {{"tags", {"security", taut::name_of(drill.tag)}},
        {"kind", name_of(drill.kind)},
        {"reference", drill.reference},
        {"notShown", drill.not_shown}}}};
}

/// FNV-1a, 64 bits (draft-eastlake-fnv): the same for the same things on every machine.
std::string fingerprint(std::initializer_list<std::string_view> parts) {
  std::uint64_t hash = 14695981039346656037ULL;
  const auto add = [&](unsigned char byte) { hash = (hash ^ byte) * 1099511628211ULL; };
  for (const std::string_view part : parts) {
    for (const char c : part) add(static_cast<unsigned char>(c));
    add(0);
  }
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

/// A path as a URI reference: relative ones count from the root of the source.
json::object artifact_of(std::string_view path) {
  while (path.starts_with("./")) path.remove_prefix(2);
  std::string uri;
  for (const std::string_view part : split(path, '/'))
    uri += (uri.empty() && part.data() == path.data() ? "" : "/") + docker::percent_encoded(part);
  if (path.starts_with('/')) return {{"uri", "file://" + uri}};
  return {{"uri", uri}, {"uriBaseId", source_root}};
}

json::array locations_of(const ProbeReport& report, const ProbeResult& result) {
  json::object location{
      {"logicalLocations", {{{"fullyQualifiedName", printable_utf8(result.subject)}, {"kind", "resource"}}}}};
  if (report.place) {
    location["physicalLocation"] = {
        {"artifactLocation", artifact_of(report.place->file)},
        {"region", {{"startLine", report.place->at.line}, {"startColumn", report.place->at.column}}}};
  }
  return {std::move(location)};
}

json::object result_of(const ProbeReport& report, const ProbeResult& result, const Reading& reading,
                       std::size_t rule) {
  const Drill& drill = *reading.drill;
  std::string words = sentence(drill.title) + " Got through: " + ending_of(reading) + ".";
  const auto advice = advice_for(drill, result, report.dialect);
  for (const std::string& line : advice) words += " What to do: " + line + ".";
  json::object object{
      {"ruleId", drill.id},
      {"ruleIndex", rule},
      {"kind", "fail"},
      {"level", level_of(drill.kind)},
      {"message", message(words)},
      {"locations", locations_of(report, result)},
      {"partialFingerprints",
       {{"tautDrill/v1", fingerprint({drill.id, result.subject, result.as_root ? "root" : "user"})}}}};
  if (standing_of(report, reading) == Standing::accepted) {
    const AcceptedDrill& accepted = *residue_of(report, drill);
    object["suppressions"] = {
        {{"kind", "external"},
         {"status", "accepted"},
         {"justification", "until " + accepted.expires + ": " + printable_utf8(accepted.reason)}}};
  }
  return object;
}

bool is_result(Standing standing) {
  return standing == Standing::through || standing == Standing::unset || standing == Standing::accepted;
}

json::object notification(const char* level, const std::string& text) {
  return {{"level", level}, {"message", message(text)}};
}

json::object invocation_of(const ProbeReport& report, const ProbeResult& result) {
  json::array notifications;
  for (const Reading& reading : result.readings) {
    const Standing standing = standing_of(report, reading);
    if (standing != Standing::broken && standing != Standing::skipped) continue;
    json::object entry = notification(standing == Standing::broken ? "error" : "note",
                                      std::string(reading.drill->id) + ": " + ending_of(reading));
    entry["associatedRule"] = {{"id", reading.drill->id}};
    notifications.push_back(std::move(entry));
  }
  for (const std::string& reason : result.uncertified)
    notifications.push_back(notification("warning", "certified: false, " + printable_utf8(reason)));
  if (!result.as_root) {
    for (const AcceptedDrill* accepted : stale_entries(report)) {
      notifications.push_back(notification("error", locate(report.residue_file, accepted->at) + ": " +
                                                        accepted->drill + " no longer gets through"));
    }
  }
  return {{"executionSuccessful", tally_of(report, result)[Standing::broken] == 0},
          {"endTimeUtc", report.time},
          {"toolExecutionNotifications", std::move(notifications)}};
}

json::object run_of(const ProbeReport& report, const ProbeResult& result) {
  json::array rules, results;
  for (const Reading& reading : result.readings) {
    if (is_result(standing_of(report, reading)))
      results.push_back(result_of(report, result, reading, rules.size()));
    rules.push_back(rule_of(*reading.drill));
  }
  const std::string category =
      "taut-probe/" + printable_utf8(result.subject) + (result.as_root ? "/as-root/" : "/");
  return {{"tool",
           {{"driver", {{"name", "taut"}, {"semanticVersion", TAUT_VERSION}, {"rules", std::move(rules)}}}}},
          {"automationDetails", {{"id", category}}},
          {"originalUriBaseIds", {{source_root, {{"description", message("the root of the source")}}}}},
          {"invocations", {invocation_of(report, result)}},
          {"columnKind", "unicodeCodePoints"},
          {"results", std::move(results)},
          {"properties", {{"certified", result.uncertified.empty()}}}};
}

}  // namespace

std::string probe_as_sarif(const ProbeReport& report) {
  json::array runs;
  for (const ProbeResult& result : report.results) runs.push_back(run_of(report, result));
  return json::serialize(json::object{{"$schema", schema}, {"version", "2.1.0"}, {"runs", std::move(runs)}}) +
         "\n";
}

}  // namespace taut::report
