// The sub-commands of `taut`: what a row of their table holds, and the function behind each row. The table
// itself is in src/main/taut.cpp.
#pragma once

#include <functional>

#include "base/result.h"

namespace CLI {
class App;
}

namespace taut {

/// How a command that did its work ended: exit code 0, or 1 when what it looked at is not as it should be (it
/// has said so itself). A failed result is exit code 3, it could not do its work, or 2 when its error is
/// EINVAL: the command line asks for what there is not. The caller prints its message.
enum class Verdict { fine, not_fine };
using Action = std::function<Result<Verdict>()>;

struct Command {
  const char* name;
  const char* help;  // one line
  Action (*configure)(
      CLI::App& app);  // adds the options to `app`; the action runs after they have been parsed
};

Action ablate_command(CLI::App& app);
Action clean_command(CLI::App& app);
Action docs_command(CLI::App& app);
Action probe_command(CLI::App& app);
Action tags_command(CLI::App& app);
Action version_command(CLI::App& app);

}  // namespace taut
