// `taut version`: what this program is.
#include <CLI/CLI.hpp>

#include "commands/commands.h"
#include "commands/support.h"

namespace taut {

Action version_command(CLI::App&) {
  return []() -> Result<Verdict> {
    auto printed = print("taut " TAUT_VERSION "\n");
    if (!printed) return propagate(printed);
    return Verdict::fine;
  };
}

}  // namespace taut
