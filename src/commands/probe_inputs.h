// The files that a probe reads beside the container: the written residue, an older report, the place of the
// service.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "commands/probe_options.h"
#include "report/probe_report.h"

namespace taut {

struct ResidueFile {
  std::string path;  // "" when there is none
  std::vector<AcceptedDrill> accepted;
};

/// --residue, or the usual place where a file may stand. Errors, located: it cannot be read or understood, or
/// names a drill that there is not (EINVAL: the user's mistake).
Result<ResidueFile> read_residue(const ProbeCommand& command);

/// --compare; nothing without it.
Result<std::optional<report::OldReport>> read_old_report(const ProbeCommand& command);

/// Where the service stands in the Compose files; nothing where it cannot be found, which only costs the
/// place.
std::optional<report::Place> place_of_service(const ProbeCommand& command);

}  // namespace taut
