// Which controls a container has, as far as its settings and the agent's view of it tell: the one place that
// recognises them. For the advice that a report gives, and for ablation, which takes away what is there. What
// a control is worth is shown by the drills, never by this. Pure.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "controls/control.h"
#include "drills/drill.h"
#include "probe/reading.h"

namespace taut::probe {

enum class Presence {
  set,     // advice to add it would be wrong
  partly,  // a cap_drop that leaves some, a tmpfs without a size, Docker's own seccomp profile
  missing,
  unknown,
};

struct ControlFound {
  const Control* control = nullptr;
  Presence presence = Presence::unknown;
  std::string instead;  // what to do where adding the control's line would not help: "take SYS_ADMIN out …"
};

/// One entry for each control of the table. `inspect` is null where no engine was asked.
std::vector<ControlFound> find_controls(const boost::json::value& inspect, const PlaceFacts& facts);
/// The same by the settings alone, of a container that no agent has been in.
std::vector<ControlFound> find_controls(const boost::json::value& inspect);

/// What would have stopped a drill: of each group one is enough, and every group needs one.
struct Cure {
  std::vector<std::vector<ControlFound>> groups;
  bool all_are_set = false;  // by their settings the controls are there: they are too wide for this drill
};

/// The groups of the drill's controls that this container lacks wholly. `as_root`: the attacker is uid 0
/// already, whatever user the container has.
Cure cure_of(const drills::Drill& drill, const std::vector<ControlFound>& found, bool as_root);

}  // namespace taut::probe
