#include <cstdio>

#include "base/text.h"
#include "report/advice.h"
#include "report/standing.h"

namespace taut::report {
namespace {

using probe::ProbeResult;
using probe::Reading;

/// As content and as an attribute alike; characters that XML 1.0 has no way to write become U+FFFD.
std::string xml_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : printable_utf8(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  // The two that UTF-8 can hold and XML cannot: U+FFFE and U+FFFF.
  for (const std::string_view bad : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (auto at = escaped.find(bad); at != escaped.npos; at = escaped.find(bad, at))
      escaped.replace(at, bad.size(), "\xEF\xBF\xBD");
  }
  return escaped;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + xml_escaped(value) + "\"";
}

std::string seconds(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", value);
  return text;
}

struct Counts {
  int tests = 0, failures = 0, errors = 0, skipped = 0;

  std::string attributes() const {
    return attribute("tests", std::to_string(tests)) + attribute("failures", std::to_string(failures)) +
           attribute("errors", std::to_string(errors)) + attribute("skipped", std::to_string(skipped));
  }
  void add(const Counts& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
  }
};

std::string failure_of(const ProbeReport& report, const ProbeResult& result, const Reading& reading) {
  const drills::Drill& drill = *reading.drill;
  std::string body = "to " + std::string(drill.goal) + "\n" + ending_of(reading) + "\n";
  for (const std::string& line : advice_for(drill, result, report.dialect)) body += line + "\n";
  std::string escaped;
  for (const std::string_view line : split(body, '\n')) escaped += xml_escaped(line) + "\n";
  return "<failure" + attribute("type", name_of(drill.kind)) +
         attribute("message", "got through: " + std::string(drill.title)) + ">" + std::string(trim(escaped)) +
         "</failure>";
}

/// What stands inside the test case; "" for one that passed.
std::string inside(const ProbeReport& report, const ProbeResult& result, const Reading& reading,
                   Counts& seen) {
  const Standing standing = standing_of(report, reading);
  if (counts(report, standing)) {
    ++seen.failures;
    return failure_of(report, result, reading);
  }
  const auto skip = [&](const std::string& reason) {
    ++seen.skipped;
    return "<skipped" + attribute("message", reason) + "/>";
  };
  switch (standing) {
    case Standing::broken:
      ++seen.errors;
      return "<error type=\"broken\"" + attribute("message", ending_of(reading)) + "/>";
    case Standing::skipped:
      return skip(ending_of(reading));
    case Standing::accepted:
      return skip("accepted until " + residue_of(report, *reading.drill)->expires + ": " +
                  residue_of(report, *reading.drill)->reason);
    case Standing::through:
    case Standing::unset:
    case Standing::learnt:
      // A green test would read as "stopped".
      return skip("got through, and does not count: " + ending_of(reading));
    case Standing::stopped:
      break;
  }
  return "";
}

std::string suite(const ProbeReport& report, const ProbeResult& result, Tag tag, Counts& whole) {
  std::string cases;
  Counts seen;
  const std::string name = printable_utf8(result.subject) + (result.as_root ? " as root" : "");
  for (const Reading& reading : result.readings) {
    if (reading.drill->tag != tag) continue;
    ++seen.tests;
    const std::string content = inside(report, result, reading, seen);
    cases += "    <testcase" + attribute("classname", name) +
             attribute("name", std::string(reading.drill->id) + ": " + std::string(reading.drill->title)) +
             attribute("time", "0") + (content.empty() ? "/>\n" : ">" + content + "</testcase>\n");
  }
  if (seen.tests == 0) return "";
  whole.add(seen);
  return "  <testsuite" +
         attribute("name", std::string(taut::name_of(tag)) + (result.as_root ? ", as root" : "")) +
         seen.attributes() + attribute("time", "0") +
         attribute("timestamp", std::string_view(report.time).substr(0, 19)) + ">\n" + cases +
         "  </testsuite>\n";
}

/// What fails the run and is no drill: entries of the residue that have to go.
std::string residue_suite(const ProbeReport& report, Counts& whole) {
  const auto stale = stale_entries(report);
  if (stale.empty()) return "";
  const int number = static_cast<int>(stale.size());
  const Counts seen{number, number, 0, 0};
  whole.add(seen);
  std::string text =
      "  <testsuite" + attribute("name", "residue") + seen.attributes() + attribute("time", "0") + ">\n";
  for (const AcceptedDrill* accepted : stale) {
    text += "    <testcase" + attribute("classname", report.residue_file) +
            attribute("name", accepted->drill) + attribute("time", "0") + "><failure type=\"residue\"" +
            attribute("message", locate(report.residue_file, accepted->at) +
                                     ": no longer gets through; take the entry out") +
            "/></testcase>\n";
  }
  return text + "  </testsuite>\n";
}

}  // namespace

std::string probe_as_junit(const ProbeReport& report) {
  std::string suites;
  Counts whole;
  double time = 0;
  for (const ProbeResult& result : report.results) {
    time += result.seconds;
    for (const Tag tag : tags_worst_first) suites += suite(report, result, tag, whole);
  }
  suites += residue_suite(report, whole);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"taut probe\"" + whole.attributes() +
         attribute("time", seconds(time)) + ">\n" + suites + "</testsuites>\n";
}

}  // namespace taut::report
