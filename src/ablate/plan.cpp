#include "ablate/plan.h"

#include <algorithm>

#include "ablate/handles.h"
#include "drills/catalogue.h"

namespace taut::ablate {
namespace {

constexpr const char* user = "non-root-user";

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
      trials.add({image ? Grant::drill_image : Grant::nothing, {set.begin(), set.end()}});
    }
  }
}

/// All subsets of `size`, in order.
template <class Visit>
void each_subset(const std::vector<std::string>& controls, std::size_t size, std::size_t from,
                 std::set<std::string>& chosen, const Visit& visit) {
  if (chosen.size() == size) {
    visit(chosen);
    return;
  }
  for (std::size_t at = from; at < controls.size(); ++at) {
    const auto inserted = chosen.insert(controls[at]);
    each_subset(controls, size, at + 1, chosen, visit);
    chosen.erase(inserted.first);
  }
}

}  // namespace

std::vector<Trial> first_trials(const std::vector<std::string>& controls,
                                std::span<const drills::Drill* const> drills) {
  Trials trials;
  trials.add({});
  for (const std::string& control : controls) trials.add({Grant::nothing, {control}});
  const bool has_user = std::ranges::count(controls, user) > 0;
  for (const std::string& control : controls) {
    if (has_user) trials.add({Grant::nothing, {user, control}});
  }
  for (const char* control :
       {"no-new-privileges", "drop-capabilities", "devices-cgroup", "seccomp-profile"}) {
    trials.add({Grant::drill_image, {}});
    if (std::ranges::count(controls, control)) trials.add({Grant::drill_image, {control}});
  }
  add_declared(trials, controls, drills);
  std::set<std::string> all_but_nothing;
  for (const char* control :
       {user, "drop-capabilities", "seccomp-profile", "masked-paths", "no-new-privileges"}) {
    if (std::ranges::count(controls, control)) all_but_nothing.insert(control);
  }
  trials.add({Grant::all_capabilities, all_but_nothing});
  return trials.take();
}

std::vector<Trial> deeper_trials(const std::vector<std::string>& controls, std::size_t size,
                                 const std::vector<TrialResult>& done) {
  std::set<Trial> known;
  for (const TrialResult& result : done) known.insert(result.trial);
  std::vector<Trial> trials;
  std::set<std::string> chosen;
  each_subset(controls, size, 0, chosen, [&](const std::set<std::string>& set) {
    const Trial trial{Grant::nothing, set};
    if (!known.contains(trial)) trials.push_back(trial);
  });
  return trials;
}

bool concerns_network(const Trial& trial) {
  if (trial.removed.empty()) return true;
  return std::ranges::any_of(trial.removed, [](const std::string& control) {
    const Handle* handle = find_handle(control);
    return control == "seccomp-profile" || (handle && handle->network);
  });
}

}  // namespace taut::ablate
