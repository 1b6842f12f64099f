// The sub-commands of `todo`: what a row of their table holds, and the function behind each row. The table
// itself is in command_line.cpp. Not here: `serve` (its own library, as it needs the web server).
#pragma once

#include <functional>

#include "base/result.h"

namespace CLI {
class App;
}

namespace todo {

/// How a command that did its work ended: exit code 0, or 1 when what it looked at is not as it should be (it
/// has said so itself). A failed result is also exit code 1; the caller prints its message.
enum class Outcome { fine, not_fine };
using Action = std::function<taut::Result<Outcome>()>;

struct Command {
  const char* name;
  const char* help;  // one line
  Action (*configure)(
      CLI::App& app);  // adds the options to `app`; the action runs after they have been parsed
};

Action backup_command(CLI::App& app);
Action check_command(CLI::App& app);
Action chown_data_command(CLI::App& app);
Action healthcheck_command(CLI::App& app);
Action makemigrations_command(CLI::App& app);
Action migrate_command(CLI::App& app);
Action restore_command(CLI::App& app);
Action selftest_command(CLI::App& app);
Action version_command(CLI::App& app);

}  // namespace todo
