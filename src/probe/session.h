// One battery in one clone of a container: makes the clone, lets the agent run in it, and takes it away.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "docker/engine.h"
#include "probe/clone_plan.h"
#include "probe/reading.h"
#include "probe/resources.h"
#include "probe/user_ids.h"

namespace taut::probe {

/// What the agent is told (see src/main/agent.cpp).
struct AgentOptions {
  bool egress = false;
  bool workload_sandbox = false;
  std::vector<std::string> left_out = {};  // parts that it is tried without
  std::string gateway;
  std::string peer;
};

struct SessionOptions {
  std::span<const drills::Drill* const> drills;
  AgentOptions agent;
  std::vector<std::string> original_command = {};  // of the program whose place the agent takes
  std::string user;                                // "" the container's own
  Seccomp seccomp = Seccomp::as_is;
  std::function<void(json::object& body)> change =
      {};  // of what is created, after everything else; empty: none
  std::function<void(std::size_t)> progress = [](std::size_t) {};  // how many drills have ended
};

struct SessionResult {
  PlaceFacts facts;
  std::vector<Reading> readings;   // one for each drill, in their order
  std::vector<std::string> notes;  // how the clone differs from the container
  int starts = 0;                  // how often the agent had to be started
};

/// The volume with the agent in it, and what stands in for the container's data: made once, used by every
/// session.
struct Kit {
  std::string agent_volume;
  std::string stand_in_folder;  // of the engine's machine; "" when there are no stand-ins
  std::vector<StandIn> stand_ins;
};

/// Fills a volume by way of a container of `image` that never starts (a created one takes files, a read-only
/// one does not). Stand-ins belong to `owner`, the container's user, so that it may do with them what its own
/// data would let it do.
Result<Kit> make_kit(docker::Engine& engine, Resources& resources, const std::string& image,
                     std::vector<StandIn> stand_ins, UserIds owner);

Result<SessionResult> run_session(docker::Engine& engine, Resources& resources, const json::value& inspect,
                                  const Kit& kit, const SessionOptions& options);

/// The bytes of the agent, a static program.
std::string_view agent_program();

}  // namespace taut::probe
