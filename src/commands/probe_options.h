// What `taut probe` is asked for on its command line.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "commands/subject_options.h"
#include "drills/drill.h"

namespace taut {

struct ProbeCommand {
  SubjectOptions subject;
  bool host = false;
  bool egress = false;
  bool every = false;
  std::string as;
  std::string sandbox;
  std::string format = "text";
  std::string output;   // a file; "" standard output
  std::string residue;  // a file; "" the usual place, where there is one
  std::string compare;  // an older report
  std::string fail_on = "attack";
  bool require_certified = false;
  std::vector<std::string> only;
  std::vector<std::string> tags;
  bool list = false;
  std::string explain;
};

void add_probe_options(CLI::App& app, ProbeCommand& command);

/// What the parser cannot see by itself. Errors are the user's (EINVAL).
Result<void> check_probe_options(const ProbeCommand& command);

/// The drills of --only and --tag (empty: all), in the order of the catalogue. Errors: no such drill
/// (EINVAL), with the nearest name.
Result<std::vector<const drills::Drill*>> chosen_drills(const std::vector<std::string>& only,
                                                        const std::vector<std::string>& tags);

}  // namespace taut
