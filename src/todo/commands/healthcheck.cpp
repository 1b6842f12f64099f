// `todo healthcheck`: for the container's HEALTHCHECK. Reads the file that the server's event loop stamps;
// connects to nothing, as nothing in the image may.
#include "base/clock.h"
#include "todo/commands/commands.h"
#include "todo/commands/support.h"
#include "todo/ops/heartbeat.h"

namespace todo {
namespace {

taut::Result<Outcome> check_health() {
  const auto settings = settings_without_secrets();
  if (!settings) return tl::unexpected(settings.error());
  if (settings->heartbeat_path.empty()) {
    return taut::failure("HEARTBEAT_PATH is not set, so the server leaves no sign of life to read");
  }
  const auto alive = check_heartbeat(settings->heartbeat_path, taut::boot_milliseconds());
  if (!alive && alive.error().error_code != 0) {
    return taut::failure("no sign of life from the server: " + alive.error().what, alive.error().error_code);
  }
  if (!alive) return tl::unexpected(alive.error());
  if (auto printed = print("healthy\n"); !printed) return taut::propagate(printed);
  return Outcome::fine;
}

}  // namespace

// <CONTAINER-HARDENING> health-check: without a shell and without a connection.
Action healthcheck_command(CLI::App&) {
  return check_health;
}

}  // namespace todo
