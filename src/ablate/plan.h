// Which trials are worth running: a search that is led by what the drills claim and pruned by what is already
// known.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ablate/trial.h"
#include "drills/drill.h"

namespace taut::ablate {

/// The trials of every ablation, in order: everything on; each control alone; each control from an attacker
/// who is root already, and from one in an image that is not minimal; the sets that the drills declare; all
/// capabilities as the positive control. `controls` are those that can be taken away here.
std::vector<Trial> first_trials(const std::vector<std::string>& controls,
                                std::span<const drills::Drill* const> drills);

/// What --depth adds: sets of `size` controls that may open something that nothing opens yet. A superset of a
/// set that opens a drill tells nothing new about that drill, so only drills in `closed` count.
std::vector<Trial> deeper_trials(const std::vector<std::string>& controls, std::size_t size,
                                 const std::vector<TrialResult>& done);

/// Whether the drills that wait for the network have to run in a trial.
bool concerns_network(const Trial& trial);

}  // namespace taut::ablate
