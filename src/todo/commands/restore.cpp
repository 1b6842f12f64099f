// `todo restore FILE|-`: puts a copy in the place of the database. The app must be stopped; the database of
// before is kept beside it.
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <memory>
#include <string>

#include "base/file.h"
#include "todo/commands/commands.h"
#include "todo/commands/held_signals.h"
#include "todo/commands/support.h"
#include "todo/commands/temporary_name.h"
#include "todo/store/backup.h"

namespace todo {
namespace {

// Of what comes through standard input, whose end nobody has promised. A file may be of any size.
constexpr std::size_t largest_stream = std::size_t{1} << 30;

taut::Result<Outcome> put_in_place(const DatabaseOptions& database, const std::string& source,
                                   const std::string& name) {
  auto kept = restore(database, source);
  if (!kept) return taut::propagate(kept);
  const std::string text = "restored " + name + " to " + database.path + "\n";
  auto printed = print(kept->empty() ? text : text + "the database of before is kept as " + *kept + "\n");
  if (!printed) return taut::propagate(printed);
  return Outcome::fine;
}

/// Waits for more input, or for a signal that ends the command.
taut::Result<void> wait_for_input(const HeldSignals& held) {
  pollfd waits[] = {{STDIN_FILENO, POLLIN, 0}, {held.fd(), POLLIN, 0}};
  while (::poll(waits, 2, -1) < 0) {
    if (errno != EINTR) return taut::failure("wait for standard input", errno);
  }
  if (waits[1].revents != 0) return taut::failure("interrupted; nothing was changed");
  return {};
}

/// Standard input to its end, as the new file `path`.
taut::Result<void> receive(const std::string& path, const HeldSignals& held) {
  auto fd = taut::open_file(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
  if (!fd) return taut::propagate(fd);
  std::string part(1 << 16, '\0');
  for (std::size_t total = 0;;) {
    if (auto ready = wait_for_input(held); !ready) return ready;
    const ssize_t got = ::read(STDIN_FILENO, part.data(), part.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) return taut::failure("read standard input", errno);
    if (got == 0) return total > 0 ? taut::Result<void>() : taut::failure("standard input is empty");
    total += static_cast<std::size_t>(got);
    if (total > largest_stream) {
      return taut::failure("standard input holds more than " + std::to_string(largest_stream >> 20) +
                           " MiB; put it into a file and name that: todo restore FILE");
    }
    auto written = taut::write_all(fd->get(), {part.data(), static_cast<std::size_t>(got)}, path);
    if (!written) return written;
  }
}

taut::Result<Outcome> restore_from_stdin(const DatabaseOptions& database) {
  if (::isatty(STDIN_FILENO) == 1) {
    return taut::failure("standard input is a terminal, not a database: todo restore - < copy.sqlite3");
  }
  auto held = HeldSignals::hold();
  if (!held) return taut::propagate(held);
  const TemporaryName draft(taut::parent_folder(database.path), "restore");
  if (auto received = receive(draft.path(), *held); !received) return taut::propagate(received);
  return put_in_place(database, draft.path(), "standard input");
}

taut::Result<Outcome> run_restore(const std::string& source) {
  auto database = locate_database();
  if (!database) return taut::propagate(database);
  if (auto made = make_database_folder(database->options.path); !made) return taut::propagate(made);
  if (source == "-") return restore_from_stdin(database->options);
  auto held = HeldSignals::hold();
  if (!held) return taut::propagate(held);
  return put_in_place(database->options, source, source);
}

}  // namespace

Action restore_command(CLI::App& app) {
  const auto source = std::make_shared<std::string>();
  app.add_option("FILE", *source, "a file that todo backup wrote, or - for standard input")->required();
  return [source] { return run_restore(*source); };
}

}  // namespace todo
