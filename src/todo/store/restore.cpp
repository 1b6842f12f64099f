#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <optional>

#include "base/file.h"
#include "todo/store/backup.h"
#include "todo/store/connection.h"
#include "todo/store/copy.h"
#include "todo/store/errors.h"
#include "todo/store/hold.h"
#include "todo/store/validate.h"

namespace todo {
namespace {

std::optional<struct stat> status_of(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return status;
}

void remove_draft(const std::string& draft) {
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) ::unlink((draft + suffix).c_str());
}

/// Byte for byte into the database's folder: nothing is opened as a database where its owner may not be us.
taut::Result<void> copy_bytes(const std::string& source, const std::string& draft) {
  auto from = taut::open_file(source, O_RDONLY);
  if (!from) return taut::propagate(from);
  auto into = taut::open_file(draft, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (!into) return taut::propagate(into);
  std::string buffer(1 << 16, '\0');
  for (;;) {
    const ssize_t got = ::read(from->get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return taut::failure("read " + source, errno);
    if (got == 0) break;
    auto wrote = taut::write_all(into->get(),
                                 std::string_view(buffer).substr(0, static_cast<std::size_t>(got)), draft);
    if (!wrote) return wrote;
  }
  if (::fsync(into->get()) != 0) return taut::failure("fsync " + draft, errno);
  return {};
}

taut::Result<void> check_source(const DatabaseOptions& options, const std::string& source) {
  const auto theirs = status_of(source);
  if (!theirs) return taut::failure("read " + source, errno);
  const auto ours = status_of(options.path);
  if (ours && ours->st_dev == theirs->st_dev && ours->st_ino == theirs->st_ino) {
    return taut::failure(source + " is the database itself: name a copy made with `todo backup FILE`");
  }
  const auto log = status_of(source + "-wal");
  if (log && log->st_size > 0) {
    return taut::failure(source + " has a " + source + "-wal beside it, so it is not complete by itself: " +
                         "make the copy with `todo backup FILE`");
  }
  return {};
}

/// The present database, held so that no other program can change it until its name is given to the copy.
/// Nothing when SQLite cannot make sense of it: then it is kept as it is.
taut::Result<std::optional<SQLite::Database>> hold_present(const DatabaseOptions& options) {
  // In rollback mode everything is in the one file. The connection that gets there is the only one.
  auto database = open_connection(DatabaseOptions{options.path, JournalMode::rollback}, Access::write);
  if (!database) {
    if (database.error().error_code == EBUSY) return taut::propagate(database);
    return std::nullopt;
  }
  try {
    database->exec("BEGIN EXCLUSIVE");
    return std::optional<SQLite::Database>(std::move(*database));
  } catch (const SQLite::Exception& exception) {
    if ((exception.getErrorCode() & 0xff) != SQLITE_BUSY) return std::nullopt;
    return tl::unexpected(
        explain(*database, exception, "the app must be stopped: take hold of", options.path));
  }
}

taut::Result<void> rename_when_there(const std::string& from, const std::string& into) {
  if (::rename(from.c_str(), into.c_str()) == 0 || errno == ENOENT) return {};
  return taut::failure("rename " + from + " to " + into, errno);
}

/// A second name for the present database, so that there is no moment without one; then the journals that
/// would be replayed into whatever has the old name (sqlite.org/howtocorrupt.html section 1.4).
taut::Result<void> keep(const std::string& path, const std::string& kept) {
  if (::link(path.c_str(), kept.c_str()) != 0 && errno != ENOENT) {
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
      return taut::failure("link " + path + " as " + kept, errno);
    // No hard links here: the file moves, and for an instant there is none.
    if (::rename(path.c_str(), kept.c_str()) != 0)
      return taut::failure("rename " + path + " to " + kept, errno);
  }
  for (const char* suffix : {"-wal", "-journal"}) {
    if (auto moved = rename_when_there(path + suffix, kept + suffix); !moved) return moved;
  }
  ::unlink((path + "-shm").c_str());
  return sync_folder_of(path);
}

taut::Result<std::string> replace(const DatabaseOptions& options, const std::string& draft) {
  const auto before = status_of(options.path);
  std::optional<SQLite::Database> held;
  if (before) {
    auto present = hold_present(options);
    if (!present) return taut::propagate(present);
    held = std::move(*present);
    // Run by root, the copy still belongs to whom the database belongs; for others chown(2) says no, rightly.
    [[maybe_unused]] const int ignored = ::chown(draft.c_str(), before->st_uid, before->st_gid);
  }
  const std::string kept = free_name(options.path, "replaced");
  if (auto stays = keep(options.path, kept); !stays) return taut::propagate(stays);
  if (::rename(draft.c_str(), options.path.c_str()) != 0) {
    return taut::failure("rename " + draft + " to " + options.path + "; the old one is " + kept, errno);
  }
  if (auto synced = sync_folder_of(options.path); !synced) return taut::propagate(synced);
  return before ? kept : "";
}

}  // namespace

taut::Result<std::string> restore(const DatabaseOptions& options, const std::string& source) {
  if (auto usable = check_source(options, source); !usable) return taut::propagate(usable);
  auto hold = hold_database(options.path, Hold::alone);
  if (!hold) return taut::propagate(hold);
  const std::string draft = options.path + ".restoring";
  remove_draft(draft);
  auto ready = copy_bytes(source, draft);
  if (ready) ready = validate_copy(draft, source);
  if (!ready) {
    remove_draft(draft);
    return taut::propagate(ready);
  }
  auto kept = replace(options, draft);
  if (!kept) remove_draft(draft);
  return kept;
}

}  // namespace todo
