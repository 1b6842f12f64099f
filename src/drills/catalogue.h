// The catalogue: every drill, in the order in which it is shown and run. The list itself is catalogue.def.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "drills/drill.h"

namespace taut::drills {

#define DRILL(id) extern const Drill id;
#include "drills/catalogue.def"
#undef DRILL

std::span<const Drill* const> catalogue();

/// The drill of this id, or nullptr.
const Drill* find_drill(std::string_view id);

/// The sets of `stopped_by`, each a list of control ids; empty for "none".
std::vector<std::vector<std::string>> removal_sets(std::string_view stopped_by);

}  // namespace taut::drills
