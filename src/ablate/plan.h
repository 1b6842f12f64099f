// Which trials are worth running: a search that is led by what the drills claim and pruned by what is already
// known.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ablate/trial.h"
#include "drills/drill.h"

namespace taut::ablate {

/// The parts of the workload's own sandbox that can be left out, as controls.
inline constexpr const char* sandbox_parts[] = {"self-landlock", "self-seccomp", "not-dumpable",
                                                "no-new-executable-memory"};

/// The trials of every ablation, in order: everything on; each control alone; each control from an attacker
/// who is root already, from a container without a filter, and from one in an image that is not minimal; the
/// sets that the drills declare; all capabilities as the positive control. `controls` are those that can be
/// taken away here.
std::vector<Trial> first_trials(const std::vector<std::string>& controls,
                                std::span<const drills::Drill* const> drills);

/// For comparison: Docker's defaults, and --privileged.
std::vector<Trial> reference_trials();
/// The program's own sandbox where nothing else confines it: whole, and without each set of its parts.
std::vector<Trial> sandbox_trials();

/// The next round of --depth, empty when there is nothing left to find. For each drill whose smallest set is
/// not certain yet: is it open when everything is off? Which controls close it again by themselves? They are
/// in every set that opens it (as far as taking away never closes); do they suffice? Else with one more; else
/// by putting back one after the other. A trial serves all drills, so no subset is tried without a question.
std::vector<Trial> next_trials(const std::vector<std::string>& controls,
                               std::span<const drills::Drill* const> drills,
                               const std::vector<TrialResult>& done);
/// Those of `controls` that the container starts without; the others cannot be taken away here.
std::vector<std::string> startable_without(const std::vector<std::string>& controls,
                                           const std::vector<TrialResult>& done);
/// The drills that next_trials() asks about.
std::vector<const drills::Drill*> unsettled(std::span<const drills::Drill* const> drills,
                                            const std::vector<TrialResult>& done);

/// Whether the drills that wait for the network have to run in a trial.
bool concerns_network(const Trial& trial);

}  // namespace taut::ablate
