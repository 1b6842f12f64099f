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
  drill_image,       // an image with a shell, setuid programs, a device node and open folders instead of its
                     // own: what minimal-image keeps out
  all_capabilities,  // --cap-add ALL: the positive control of what nothing else opens
  docker_defaults,   // an ordinary image, as root, without a single flag: for comparison
  privileged,        // the same with --privileged: for comparison
  own_sandbox,  // Docker's defaults, and in them the sandbox of the program itself; its parts are removed
};

/// Only these say something about the subject's own controls; the others are comparison.
constexpr bool counts_for_controls(Grant grant) {
  return grant == Grant::nothing || grant == Grant::drill_image;
}

struct Trial {
  Grant grant = Grant::nothing;
  std::set<std::string> removed = {};  // control ids

  friend auto operator<=>(const Trial&, const Trial&) = default;
};

/// The controls that fail in a trial; the drill image is the failure of a minimal one.
std::set<std::string> failing(const Trial& trial);
/// The trial in which exactly these fail.
Trial trial_without(std::set<std::string> controls);

/// "everything on", "without seccomp-profile + non-root-user, an image with a shell and setuid programs".
std::string describe(const Trial& trial);

struct TrialResult {
  Trial trial;
  std::vector<probe::Reading> readings;  // not attributed
  std::string trouble;  // why the configuration cannot be started; then there are no readings
};

/// Whether a drill got through in a result; nothing when it was not tried there.
std::optional<bool> got_through(const TrialResult& result, const drills::Drill& drill);

}  // namespace taut::ablate
