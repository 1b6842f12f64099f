// One kernel mechanism and what became of it when a process asked for it: the common word of every report
// here.
#pragma once

#include <string>

namespace taut::kernel {

enum class Protection { active, degraded, missing };

struct Mechanism {
  std::string name;  // "landlock", "seccomp", "not dumpable", …
  Protection state = Protection::missing;
  std::string detail;  // what holds, or what does not and why
};

/// "active", "degraded" or "missing".
const char* to_string(Protection state);
/// One line for a log or a person: "landlock: degraded (ABI 3, not enforced: …)".
std::string describe(const Mechanism& mechanism);

}  // namespace taut::kernel
