// A second container on the network of the one that is probed, with a listener in it: what a neighbour of the
// container would be. It is hardened itself, and holds nothing but the agent.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "base/result.h"
#include "docker/engine.h"
#include "probe/resources.h"
#include "probe/session.h"

namespace taut::probe {

/// Starts it on the first network of the container that `inspect` describes, which has_own_network(); its
/// "address:port". It is one of `resources`, and goes when they go.
Result<std::string> start_peer(docker::Engine& engine, Resources& resources, const json::value& inspect,
                               const Kit& kit);

}  // namespace taut::probe
