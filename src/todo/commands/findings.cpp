#include "todo/commands/findings.h"

#include "todo/commands/finding_rules.h"

namespace todo {

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "";
}

std::vector<Finding> find_weaknesses(const Inspection& seen) {
  std::vector<Finding> findings;
  for (const std::string& problem : seen.problems) {
    findings.push_back(
        {"settings-invalid", Severity::error, problem, "correct the setting; `todo serve` refuses to start"});
  }
  if (seen.settings) judge_settings(*seen.settings, seen.in_container, findings);
  judge_secrets(seen, findings);
  judge_processes(seen, findings);
  judge_kernel(seen.kernel, findings);
  judge_database(seen.database, findings);
  return findings;
}

}  // namespace todo
