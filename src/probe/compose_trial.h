// A resolved Compose model turned into one that can be created beside the user's own without touching it.
// Pure.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "probe/clone_plan.h"

namespace taut::probe {

struct ComposeTrial {
  json::object model;                // for `docker compose -p PROJECT -f - create`
  std::vector<StandIn> stand_ins;    // for the mounts that were taken out
  std::vector<std::string> command;  // of the program whose place the agent takes
};

/// `model` is the answer of `docker compose config --format json`. What is left: the one service, under names
/// of the trial, without published ports, fixed addresses, dependencies, restart and health check, and
/// without its data; what it mounts of the host's own system stays. `labels` go on every container and
/// network. Errors: no such service (EINVAL, with the names that there are).
Result<ComposeTrial> compose_trial(const json::value& model, const std::string& service,
                                   const std::string& project, const json::object& labels);

}  // namespace taut::probe
