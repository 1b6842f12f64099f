// What the agent wrote, read back: facts and readings, one for each drill.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "drills/drill.h"
#include "model/outcome.h"

namespace taut::probe {

/// What became of one drill in one battery.
struct Reading {
  const drills::Drill* drill = nullptr;
  drills::Attempt attempt;
  int signal = 0;
};

/// What the agent saw of its place; see drills::Facts.
struct PlaceFacts {
  std::string kernel;
  bool gvisor = false;
  bool may_fork = false;
  bool initial_user_namespace = false;
  std::string scratch;
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::uint64_t effective = 0;
  std::uint64_t bounding = 0;
  bool no_new_privileges = false;
  int seccomp = 0;
};

struct Begun {
  const drills::Drill* drill = nullptr;
};
struct Ended {
  bool spent = false;  // an attempt changed the agent's own process: the rest needs a new one
};

using AgentLine = std::variant<PlaceFacts, Begun, Reading, Ended>;

/// Nothing when the line is none of the agent's.
std::optional<AgentLine> parse_agent_line(std::string_view line);

}  // namespace taut::probe
