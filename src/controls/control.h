// The controls: everything that a container can be given to confine it, one record each. Checks ask for them,
// drills say which of them should stop an attempt, ablation takes them away; tag lines in source carry their
// ids. Not here: how well a control is set (checks), and whether it holds (drills).
#pragma once

#include <span>
#include <string_view>

#include "model/tag.h"

namespace taut {

/// Whether somebody has to write a line to get the control. None: it holds until a line takes it away (a
/// namespace of one's own, no engine socket), so a repository without a line for it is complete.
enum class Line { expected, none };

struct Control {
  std::string_view id;  // as in the tags; never used again for something else
  Tag tag;
  Line line;
  std::string_view title;    // a few words
  std::string_view does;     // what it takes from an attacker, in plain words
  std::string_view compose;  // how it is written in a Compose service; "" where it is not a matter of Compose
  std::string_view docker_run;  // the same for `docker run`; "" where there is no such flag
  std::string_view reference;   // where the fact stands
};

/// All built-in controls, by tag, in the order in which they are shown.
std::span<const Control> control_table();

/// The control of this id, or nullptr.
const Control* find_control(std::string_view id);

}  // namespace taut
