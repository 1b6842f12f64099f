// What to write, or to take away, so that what got through is stopped: in words, for this container.
#pragma once

#include <string>
#include <vector>

#include "report/probe_report.h"

namespace taut::report {

/// "add read_only: true", "take privileged: true away", "use a minimal image".
std::string advice_of(const probe::ControlFound& found, Dialect dialect);

/// What is said instead of advice.
inline constexpr const char* no_advice =
    "no setting of a container stops this; if you can live with it, say so in taut.residue.yaml";

/// One line for each thing that is needed; alternatives on one line, joined by "or". Empty where no setting
/// of a container stops the drill.
std::vector<std::string> advice_for(const drills::Drill& drill, const probe::ProbeResult& result,
                                    Dialect dialect);

/// One thing to do, and how many of the drills that got through ask for it.
struct Step {
  std::string advice;
  int drills = 0;
};
/// A short list that answers everything that got through: each time the step that most still ask for.
std::vector<Step> steps_for(const ProbeReport& report, const probe::ProbeResult& result);

}  // namespace taut::report
