// The rules behind find_weaknesses(), by what they look at. Each adds what it finds.
#pragma once

#include <vector>

#include "todo/commands/findings.h"

namespace todo {

void judge_settings(const Settings& settings, bool in_container, std::vector<Finding>& findings);
void judge_secrets(const Inspection& seen, std::vector<Finding>& findings);
void judge_processes(const Inspection& seen, std::vector<Finding>& findings);
void judge_kernel(const KernelFacts& kernel, std::vector<Finding>& findings);
void judge_database(const DatabaseFacts& database, std::vector<Finding>& findings);

}  // namespace todo
