// `todo serve`: reads the settings, secrets and all, and serves until it is told to stop.
#include "todo/commands/commands.h"
#include "todo/serve/serve.h"

namespace todo {
namespace {

taut::Result<Outcome> run_server() {
  auto settings = load_settings(process_environment(), true);
  if (!settings) return taut::propagate(settings);
  if (auto served = serve(*settings); !served) return taut::propagate(served);
  return Outcome::fine;
}

}  // namespace

Action serve_command(CLI::App&) {
  return run_server;
}

}  // namespace todo
