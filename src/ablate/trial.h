// One configuration of a subject: what is taken away from it, and what is put in for the attacker's benefit.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "probe/reading.h"

namespace taut::ablate {

/// What an attacker is granted beside the removals. Removals alone do not show everything: layers cover for
/// each other, and some attempts need something to work on.
enum class Grant {
  nothing,
  drill_image,       // an image with a shell, set-user-id programs and open folders instead of its own
  all_capabilities,  // --cap-add ALL: the positive control of what nothing else opens; it counts for no
                     // control
};

struct Trial {
  Grant grant = Grant::nothing;
  std::set<std::string> removed;  // control ids

  friend auto operator<=>(const Trial&, const Trial&) = default;
};

/// "everything on", "without seccomp-profile + non-root-user, planted files".
std::string describe(const Trial& trial);

struct TrialResult {
  Trial trial;
  std::vector<probe::Reading> readings;  // not attributed
  std::string trouble;  // why the configuration cannot be started; then there are no readings
};

}  // namespace taut::ablate
