#include "todo/store/journal_mode.h"

#include <sqlite3.h>

#include <cerrno>
#include <string>

namespace todo {
namespace {

std::string query_text(SQLite::Database& database, const char* sql) {
  return database.execAndGet(sql).getString();
}

/// In exclusive locking mode the index of a WAL lives in this process's own memory, and a second user of the
/// file is an error instead of silent damage (sqlite.org/wal.html section 8); so a WAL file can be read, and
/// converted, even there.
taut::Result<void> settle_rollback(SQLite::Database& database, const DatabaseOptions& options,
                                   Access access) {
  database.exec("PRAGMA locking_mode = EXCLUSIVE");
  try {
    std::string mode = query_text(database, "PRAGMA journal_mode");
    if (mode == "wal" && access == Access::write) mode = query_text(database, "PRAGMA journal_mode = DELETE");
    if (mode == "wal") {
      return taut::failure("the database " + options.path +
                           " is in WAL mode, which is not safe on its file system; " +
                           "run `todo migrate` while nothing else uses it, to convert it");
    }
  } catch (const SQLite::Exception& exception) {
    if ((exception.getErrorCode() & 0xff) != SQLITE_BUSY) throw;
    return taut::failure("the database " + options.path +
                             " is in use by another program, perhaps in WAL mode, which is " +
                             "not safe on its file system; stop the other program and start again",
                         EBUSY);
  }
  database.exec("PRAGMA locking_mode = NORMAL");
  // A lock from before is given back by the next read of the file, not at once
  // (sqlite.org/pragma.html#pragma_locking_mode).
  database.execAndGet("PRAGMA schema_version");
  if (query_text(database, "PRAGMA journal_mode = DELETE") != "delete") {
    return taut::failure("the database " + options.path + " did not take journal mode DELETE");
  }
  return {};
}

taut::Result<void> settle_wal(SQLite::Database& database, const DatabaseOptions& options, Access access) {
  std::string mode = query_text(database, "PRAGMA journal_mode");
  if (mode == "wal" || access == Access::inspect) return {};
  if (access == Access::write) mode = query_text(database, "PRAGMA journal_mode = WAL");
  if (mode == "wal") return {};
  return taut::failure("the database " + options.path + " is in journal mode " + mode +
                       " instead of WAL; run `todo migrate`");
}

}  // namespace

taut::Result<void> settle_journal_mode(SQLite::Database& database, const DatabaseOptions& options,
                                       Access access) {
  return options.journal == JournalMode::rollback ? settle_rollback(database, options, access)
                                                  : settle_wal(database, options, access);
}

}  // namespace todo
