// `taut probe --list` and `--explain`: what there is to know without trying anything.
#pragma once

#include "commands/commands.h"
#include "commands/probe_options.h"

namespace taut {

Result<Verdict> list_drills(const ProbeCommand& command);
/// Of a drill, or of a control. Errors: there is neither (EINVAL), with the nearest name.
Result<Verdict> explain(const ProbeCommand& command);

}  // namespace taut
