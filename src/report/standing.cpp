#include "report/standing.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "drills/catalogue.h"

namespace taut::report {
namespace {

using probe::ProbeResult;
using probe::Reading;

std::string_view day_of(const ProbeReport& report) {
  return std::string_view(report.time).substr(0, 10);
}

/// How many controls at least have to be gone before the drill gets through.
std::size_t depth_of(const drills::Drill& drill) {
  std::size_t depth = 0;
  for (const auto& set : drills::removal_sets(drill.stopped_by))
    depth = depth == 0 ? set.size() : std::min(depth, set.size());
  return depth;
}

bool opened_something(const ProbeReport& report) {
  return std::ranges::any_of(report.comparison->opened, [&](const Changed& changed) {
    Reading reading{changed.drill, {}, 0};
    reading.attempt.outcome = changed.now;
    return counts(report, standing_of(report, reading));
  });
}

bool something_counts(const ProbeReport& report) {
  return std::ranges::any_of(report.results, [&](const ProbeResult& result) {
    return std::ranges::any_of(result.readings, [&](const Reading& reading) {
      return counts(report, standing_of(report, reading));
    });
  });
}

}  // namespace

Standing standing_of(const ProbeReport& report, const Reading& reading) {
  switch (reading.attempt.outcome) {
    case Outcome::stopped:
      return Standing::stopped;
    case Outcome::skipped:
      return Standing::skipped;
    case Outcome::broken:
      return Standing::broken;
    case Outcome::succeeded:
      break;
  }
  if (reading.drill->kind == drills::Kind::info) return Standing::learnt;
  const AcceptedDrill* accepted = residue_of(report, *reading.drill);
  if (accepted && !has_expired(report, *accepted)) return Standing::accepted;
  return reading.drill->kind == drills::Kind::attack ? Standing::through : Standing::unset;
}

bool counts(const ProbeReport& report, Standing standing) {
  if (report.fail_on == FailOn::none) return false;
  return standing == Standing::through || (standing == Standing::unset && report.fail_on == FailOn::state);
}

const AcceptedDrill* residue_of(const ProbeReport& report, const drills::Drill& drill) {
  const auto found = std::ranges::find(report.residue, drill.id, &AcceptedDrill::drill);
  return found == report.residue.end() ? nullptr : &*found;
}

bool has_expired(const ProbeReport& report, const AcceptedDrill& accepted) {
  return accepted.expires < day_of(report);
}

std::vector<const AcceptedDrill*> stale_entries(const ProbeReport& report) {
  std::vector<const AcceptedDrill*> stale;
  for (const AcceptedDrill& accepted : report.residue) {
    bool stopped = false, through = false;
    for (const ProbeResult& result : report.results) {
      for (const Reading& reading : result.readings) {
        if (reading.drill->id != accepted.drill) continue;
        stopped = stopped || reading.attempt.outcome == Outcome::stopped;
        through = through || reading.attempt.outcome == Outcome::succeeded;
      }
    }
    if (stopped && !through) stale.push_back(&accepted);
  }
  return stale;
}

Tally tally_of(const ProbeReport& report, const ProbeResult& result) {
  Tally tally;
  for (const Reading& reading : result.readings)
    ++tally.of[static_cast<std::size_t>(standing_of(report, reading))];
  return tally;
}

Judgement judge(const ProbeReport& report) {
  Judgement judgement;
  for (const ProbeResult& result : report.results) {
    judgement.broken = judgement.broken || tally_of(report, result)[Standing::broken] > 0;
    judgement.uncertified = judgement.uncertified || !result.uncertified.empty();
  }
  judgement.failed = (report.comparison ? opened_something(report) : something_counts(report)) ||
                     (report.fail_on != FailOn::none && !stale_entries(report).empty());
  return judgement;
}

std::vector<const Reading*> worst_first(const ProbeReport& report, const ProbeResult& result, Tag tag) {
  std::vector<const Reading*> readings;
  for (const Reading& reading : result.readings) {
    if (reading.drill->tag == tag) readings.push_back(&reading);
  }
  std::ranges::stable_sort(readings, [&](const Reading* left, const Reading* right) {
    const Standing here = standing_of(report, *left), there = standing_of(report, *right);
    if (here != there) return here < there;
    return depth_of(*left->drill) > depth_of(*right->drill);
  });
  return readings;
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

std::string ending_of(const Reading& reading) {
  const drills::Attempt& attempt = reading.attempt;
  std::string words;
  if (const char* name = attempt.error ? ::strerrorname_np(attempt.error) : nullptr)
    words = attempt.step + " " + name;
  if (!attempt.evidence.empty()) words += (words.empty() ? "" : ", ") + attempt.evidence;
  return printable_utf8(words);
}

std::string layer_of(const Reading& reading) {
  if (reading.attempt.outcome != Outcome::stopped) return "";
  const Layer layer = reading.attempt.layer;
  return (layer == Layer::unknown ? "layer unknown" : "by " + std::string(name_of(layer))) +
         (reading.attempt.set_up ? ", in its set-up" : "");
}

}  // namespace taut::report
