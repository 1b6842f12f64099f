// `todo backup FILE|-`: a consistent copy of the database, while it is in use or not.
#include "todo/store/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <csignal>
#include <memory>
#include <string>

#include "base/file.h"
#include "todo/commands/commands.h"
#include "todo/commands/held_signals.h"
#include "todo/commands/support.h"
#include "todo/commands/temporary_name.h"

namespace todo {
namespace {

taut::Result<Outcome> copy_to_file(const DatabaseOptions& database, const std::string& target) {
  {
    auto held = HeldSignals::hold();
    if (!held) return taut::propagate(held);
    if (auto copied = back_up(database, target); !copied) return taut::propagate(copied);
  }
  if (auto printed = print("wrote " + target + "\n"); !printed) return taut::propagate(printed);
  return Outcome::fine;
}

/// Makes the copy and takes its name away again: what is left is a descriptor, which cannot be left behind.
taut::Result<taut::UniqueFd> nameless_copy(const DatabaseOptions& database) {
  auto held = HeldSignals::hold();
  if (!held) return taut::propagate(held);
  TemporaryName draft(taut::parent_folder(database.path), "backup");
  if (auto copied = back_up(database, draft.path()); !copied) return taut::propagate(copied);
  return taut::open_file(draft.path(), O_RDONLY | O_NOFOLLOW);
}

taut::Result<Outcome> copy_to_stdout(const DatabaseOptions& database) {
  if (::isatty(STDOUT_FILENO) == 1) {
    return taut::failure(
        "standard output is a terminal, and a database is no text: todo backup - > copy.sqlite3");
  }
  // So that a reader who has gone away is an error with a message, not a silent death.
  std::signal(SIGPIPE, SIG_IGN);
  auto copy = nameless_copy(database);
  if (!copy) return taut::propagate(copy);
  std::string part(1 << 16, '\0');
  for (;;) {
    const ssize_t got = ::read(copy->get(), part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return taut::failure("read the copy", errno);
    if (got == 0) return Outcome::fine;
    if (auto sent = print({part.data(), static_cast<std::size_t>(got)}); !sent) return taut::propagate(sent);
  }
}

taut::Result<Outcome> run_backup(const std::string& target) {
  auto database = locate_database();
  if (!database) return taut::propagate(database);
  return target == "-" ? copy_to_stdout(database->options) : copy_to_file(database->options, target);
}

}  // namespace

Action backup_command(CLI::App& app) {
  const auto target = std::make_shared<std::string>();
  app.add_option("FILE", *target, "a new file, or - for standard output")->required();
  return [target] { return run_backup(*target); };
}

}  // namespace todo
