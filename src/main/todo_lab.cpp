// `todo-lab`: todo, and the page /security with the drills. For showing and learning; what people deploy is
// `todo`, which holds none of this.
#include "base/file.h"
#include "lab/guest.h"
#include "lab/supervisor.h"
#include "todo/commands/command_line.h"
#include "todo/commands/support.h"
#include "todo/serve/serve.h"
#include "todo/settings.h"

namespace {

taut::Result<todo::Outcome> run_server() {
  // First the supervisor, then the secrets: it must not know them.
  const auto plain = todo::settings_without_secrets();
  if (!plain) return tl::unexpected(plain.error());
  auto supervisor = lab::start_supervisor({taut::parent_folder(plain->database_path), plain->bind.port});
  if (!supervisor) return taut::propagate(supervisor);

  auto settings = todo::load_settings(todo::process_environment(), true);
  if (!settings) return taut::propagate(settings);
  lab::Guest guest(std::move(*supervisor));
  guest.tell(*settings);
  if (auto served = todo::serve(*settings, &guest); !served) return taut::propagate(served);
  return todo::Outcome::fine;
}

}  // namespace

int main(int argc, char** argv) {
  return todo::run_command_line(argc, argv, run_server);
}
