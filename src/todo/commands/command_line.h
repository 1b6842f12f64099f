// The command line of `todo`, and of a program that is todo and something more. The only place that prints
// errors and picks exit codes: 0 done, 1 failed, 2 not understood.
#pragma once

#include "todo/commands/commands.h"

namespace todo {

/// Runs the sub-command that the arguments name; `serve` is the caller's, as it needs the web server.
int run_command_line(int argc, char** argv, const Action& serve);

}  // namespace todo
