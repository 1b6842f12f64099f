#include "drills/catalogue.h"

#include <algorithm>

#include "base/text.h"

namespace taut::drills {
namespace {

constexpr const Drill* drills[] = {
#define DRILL(id) &id,
#include "drills/catalogue.def"
#undef DRILL
};

}  // namespace

std::span<const Drill* const> catalogue() {
  return drills;
}

const Drill* find_drill(std::string_view id) {
  const auto* found = std::ranges::find(drills, id, &Drill::id);
  return found == std::ranges::end(drills) ? nullptr : *found;
}

std::vector<std::vector<std::string>> removal_sets(std::string_view stopped_by) {
  std::vector<std::vector<std::string>> sets;
  if (stopped_by == "none") return sets;
  for (const std::string_view set : split(stopped_by, '|')) {
    auto& controls = sets.emplace_back();
    for (const std::string_view control : split(set, '+')) controls.emplace_back(trim(control));
  }
  return sets;
}

}  // namespace taut::drills
