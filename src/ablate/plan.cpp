#include "ablate/plan.h"

#include <algorithm>

#include "ablate/handles.h"
#include "drills/catalogue.h"

namespace taut::ablate {
namespace {

constexpr const char* user = "non-root-user";
constexpr const char* filter = "seccomp-profile";

class Trials {
 public:
  void add(Trial trial) {
    if (known_.insert(trial).second) list_.push_back(std::move(trial));
  }
  std::vector<Trial> take() { return std::move(list_); }

 private:
  std::set<Trial> known_;
  std::vector<Trial> list_;
};

bool all_removable(const std::vector<std::string>& set, const std::vector<std::string>& controls) {
  return std::ranges::all_of(
      set, [&](const std::string& control) { return std::ranges::count(controls, control) > 0; });
}

/// The declared sets of every drill that can be taken away here; a control of the image becomes planted
/// files.
void add_declared(Trials& trials, const std::vector<std::string>& controls,
                  std::span<const drills::Drill* const> drills) {
  for (const drills::Drill* drill : drills) {
    for (auto set : drills::removal_sets(drill->stopped_by)) {
      const bool image = std::erase(set, "minimal-image") > 0;
      if (set.size() + (image ? 1 : 0) < 2 || !all_removable(set, controls)) continue;
      const Grant grant = image ? Grant::drill_image : Grant::nothing;
      trials.add({grant, {set.begin(), set.end()}});
      // A tight profile refuses what Docker's own, from which most sets were measured, lets through.
      set.emplace_back(filter);
      if (all_removable(set, controls)) trials.add({grant, {set.begin(), set.end()}});
    }
  }
}

}  // namespace

std::vector<Trial> first_trials(const std::vector<std::string>& controls,
                                std::span<const drills::Drill* const> drills) {
  Trials trials;
  trials.add({});
  for (const std::string& control : controls) trials.add({Grant::nothing, {control}});
  // Whatever the two that cover for most others hide shows from bases without them.
  for (const char* base : {user, filter}) {
    if (std::ranges::count(controls, base) == 0) continue;
    for (const std::string& control : controls) trials.add({Grant::nothing, {base, control}});
  }
  trials.add({Grant::drill_image, {}});
  for (const char* control :
       {"no-new-privileges", "drop-capabilities", "read-only-rootfs", "devices-cgroup", user}) {
    if (std::ranges::count(controls, control) == 0) continue;
    trials.add({Grant::drill_image, {control}});
    if (std::ranges::count(controls, filter)) trials.add({Grant::drill_image, {control, filter}});
  }
  add_declared(trials, controls, drills);
  std::set<std::string> all_but_nothing;
  for (const char* control : {user, "drop-capabilities", filter, "masked-paths", "no-new-privileges"}) {
    if (std::ranges::count(controls, control)) all_but_nothing.insert(control);
  }
  trials.add({Grant::all_capabilities, all_but_nothing});
  return trials.take();
}

std::vector<Trial> reference_trials() {
  return {{Grant::docker_defaults}, {Grant::privileged}};
}

std::vector<Trial> sandbox_trials() {
  std::vector<Trial> trials;
  constexpr unsigned sets = 1U << std::size(sandbox_parts);
  for (unsigned set = 0; set < sets; ++set) {
    Trial& trial = trials.emplace_back(Trial{Grant::own_sandbox, {}});
    for (std::size_t part = 0; part < std::size(sandbox_parts); ++part) {
      if (set >> part & 1U) trial.removed.insert(sandbox_parts[part]);
    }
  }
  return trials;
}

bool concerns_network(const Trial& trial) {
  // Of the sandbox, the two parts that hold the network back.
  if (trial.grant == Grant::own_sandbox)
    return !trial.removed.contains("not-dumpable") && !trial.removed.contains("no-new-executable-memory");
  if (!counts_for_controls(trial.grant)) return true;
  if (trial.removed.empty()) return trial.grant == Grant::nothing;
  if (trial.removed == std::set<std::string>{filter}) return true;
  return std::ranges::any_of(trial.removed, [](const std::string& control) {
    const Handle* handle = find_handle(control);
    return handle && handle->network;
  });
}

}  // namespace taut::ablate
