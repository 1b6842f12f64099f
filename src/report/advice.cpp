#include "report/advice.h"

#include <algorithm>
#include <map>
#include <set>

#include "report/standing.h"

namespace taut::report {
namespace {

using probe::ControlFound;
using probe::ProbeResult;

constexpr std::string_view nothing_to_add = "# no ";  // as the table writes what must not be there

/// Something that one drill asks for: any of these pieces of advice.
struct Need {
  std::string_view drill;
  std::vector<std::string> any_of;
};

bool asks(const ProbeReport& report, const probe::Reading& reading) {
  const Standing standing = standing_of(report, reading);
  return standing == Standing::through || standing == Standing::unset;
}

std::vector<Need> needs_of(const ProbeReport& report, const ProbeResult& result) {
  std::vector<Need> needs;
  for (const probe::Reading& reading : result.readings) {
    if (!asks(report, reading)) continue;
    const probe::Cure cure = probe::cure_of(*reading.drill, result.controls, result.as_root);
    if (cure.all_are_set) continue;  // a matter of looking at one's own profile, not of a line
    for (const auto& group : cure.groups) {
      Need& need = needs.emplace_back(Need{reading.drill->id, {}});
      for (const ControlFound& found : group) need.any_of.push_back(advice_of(found, report.dialect));
    }
  }
  return needs;
}

/// The advice that most needs share; of equals, the one that stands first in the alphabet, so that a report
/// is the same each time.
std::string most_wanted(const std::vector<Need>& needs) {
  std::map<std::string, int> wanted;
  for (const Need& need : needs) {
    for (const std::string& advice : need.any_of) ++wanted[advice];
  }
  return std::ranges::max_element(wanted, {}, [](const auto& entry) { return entry.second; })->first;
}

}  // namespace

std::string advice_of(const ControlFound& found, Dialect dialect) {
  if (!found.instead.empty()) return found.instead;
  const Control& control = *found.control;
  const std::string_view line = dialect == Dialect::compose ? control.compose : control.docker_run;
  if (line.empty()) return "use " + std::string(control.title);
  if (line.starts_with(nothing_to_add))
    return "take " + std::string(line.substr(nothing_to_add.size())) + " away";
  return "add " + std::string(line);
}

std::vector<std::string> advice_for(const drills::Drill& drill, const ProbeResult& result, Dialect dialect) {
  const probe::Cure cure = probe::cure_of(drill, result.controls, result.as_root);
  std::vector<std::string> lines;
  for (const auto& group : cure.groups) {
    std::string line;
    for (const ControlFound& found : group) {
      const std::string id(found.control->id);
      line += (line.empty() ? "" : " or ") + (cure.all_are_set ? id : advice_of(found, dialect));
    }
    if (cure.all_are_set) line = "set already, but too wide for this: " + line;
    if (std::ranges::count(lines, line) == 0) lines.push_back(line);
  }
  return lines;
}

std::vector<Step> steps_for(const ProbeReport& report, const ProbeResult& result) {
  std::vector<Need> needs = needs_of(report, result);
  std::vector<Step> steps;
  while (!needs.empty()) {
    const std::string advice = most_wanted(needs);
    std::set<std::string_view> drills;
    std::erase_if(needs, [&](const Need& need) {
      const bool answered = std::ranges::count(need.any_of, advice) > 0;
      if (answered) drills.insert(need.drill);
      return answered;
    });
    steps.push_back({advice, static_cast<int>(drills.size())});
  }
  return steps;
}

}  // namespace taut::report
