// `todo`: the workload, and nothing else.
#include "todo/commands/command_line.h"
#include "todo/serve/serve.h"
#include "todo/settings.h"

namespace {

taut::Result<todo::Outcome> run_server() {
  auto settings = todo::load_settings(todo::process_environment(), true);
  if (!settings) return taut::propagate(settings);
  if (auto served = todo::serve(*settings); !served) return taut::propagate(served);
  return todo::Outcome::fine;
}

}  // namespace

int main(int argc, char** argv) {
  return todo::run_command_line(argc, argv, run_server);
}
