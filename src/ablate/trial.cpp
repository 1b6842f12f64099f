#include "ablate/trial.h"

#include <algorithm>

namespace taut::ablate {
namespace {

constexpr const char* image_control = "minimal-image";

const char* words_of(Grant grant) {
  switch (grant) {
    case Grant::nothing:
      return "everything on";
    case Grant::drill_image:
      return "an image with a shell and setuid programs";
    case Grant::all_capabilities:
      return "all capabilities";
    case Grant::docker_defaults:
      return "Docker's defaults";
    case Grant::privileged:
      return "--privileged";
    case Grant::own_sandbox:
      return "the program's own sandbox in Docker's defaults";
  }
  return "";
}

}  // namespace

std::set<std::string> failing(const Trial& trial) {
  std::set<std::string> controls = trial.removed;
  if (trial.grant == Grant::drill_image) controls.insert(image_control);
  return controls;
}

Trial trial_without(std::set<std::string> controls) {
  const bool image = controls.erase(image_control) > 0;
  return {image ? Grant::drill_image : Grant::nothing, std::move(controls)};
}

std::string describe(const Trial& trial) {
  std::string text;
  for (const std::string& control : trial.removed) text += (text.empty() ? "without " : " + ") + control;
  if (trial.grant == Grant::nothing && !text.empty()) return text;
  return text + (text.empty() ? "" : ", ") + words_of(trial.grant);
}

std::optional<bool> got_through(const TrialResult& result, const drills::Drill& drill) {
  const auto reading = std::ranges::find(result.readings, &drill, &probe::Reading::drill);
  if (reading == result.readings.end()) return std::nullopt;
  if (reading->attempt.outcome == Outcome::succeeded) return true;
  if (reading->attempt.outcome == Outcome::stopped) return false;
  return std::nullopt;
}

}  // namespace taut::ablate
