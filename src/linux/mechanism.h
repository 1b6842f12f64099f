// One kernel mechanism and what became of it when a process asked for it: the common form of all reports.
#pragma once

#include <string>
#include <string_view>

namespace taut::kernel {

enum class MechanismState { active, degraded, missing };

struct MechanismReport {
  std::string mechanism;  // "landlock", "seccomp", "not dumpable", …
  MechanismState state = MechanismState::missing;
  std::string detail;  // what holds, or what does not and why
};

/// "active", "degraded" or "missing".
std::string_view name_of(MechanismState state);
/// One line for a log or a person: "landlock: degraded (ABI 3, not enforced: …)".
std::string describe(const MechanismReport& report);

}  // namespace taut::kernel
