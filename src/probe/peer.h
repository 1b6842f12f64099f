// A second container on the network of the one that is probed, with a listener in it: what a neighbour of the
// container would be. It is hardened itself, and holds nothing but the agent.
#pragma once

#include <boost/json.hpp>
#include <span>
#include <string>

#include "base/result.h"
#include "docker/engine.h"
#include "probe/resources.h"
#include "probe/session.h"

namespace taut::probe {

/// Whether one of these drills looks for a neighbour.
bool wants_peer(std::span<const drills::Drill* const> drills);

/// Where the container's description names its first network.
inline constexpr const char* network_mode = "HostConfig.NetworkMode";

/// Starts it on `network`, with the image of the container that `inspect` describes; its "address:port". It
/// is one of `resources`, and goes when they go.
Result<std::string> start_peer(docker::Engine& engine, Resources& resources, const json::value& inspect,
                               const std::string& network, const Kit& kit);

}  // namespace taut::probe
