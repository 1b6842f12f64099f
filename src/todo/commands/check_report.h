// The output of `todo check`, as text and as JSON. Never a secret: of keys only where they come from and
// whether they are strong.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "todo/commands/findings.h"
#include "todo/commands/inspection.h"

namespace todo {

/// `findings`: with --deploy only.
using Findings = std::optional<std::vector<Finding>>;

std::string text_report(const Inspection& seen, const Findings& findings);
std::string json_report(const Inspection& seen, const Findings& findings);

/// What is in force, one line for a person: "4 threads: user 1000, capabilities none, no new privileges,
/// seccomp filter". Threads that differ from each other are said so.
std::string summary_of(const std::vector<taut::kernel::ProcessStatus>& threads);

}  // namespace todo
