#include "todo/store/connection.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.h"
#include "todo/store/errors.h"
#include "todo/store/journal_mode.h"

namespace todo {
namespace {

void set_flag(sqlite3* connection, int option, int value) {
  sqlite3_db_config(connection, option, value, nullptr);
}

taut::Result<void> check_writable(SQLite::Database& database, const std::string& path) {
  const std::string folder = taut::parent_folder(path);
  const int refused = ::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) == 0 ? 0 : errno;
  if (refused == 0 && sqlite3_db_readonly(database.getHandle(), "main") == 0) return {};
  return taut::failure("the database " + path +
                           " (or its folder, where SQLite keeps its journal) is read-only for user " +
                           std::to_string(::geteuid()) + "; mount it writable, or correct the owner with " +
                           "`todo chown-data UID:GID`",
                       refused);
}

}  // namespace

void harden(SQLite::Database& database) {
  sqlite3* connection = database.getHandle();
  sqlite3_extended_result_codes(connection, 1);
  sqlite3_busy_timeout(connection, busy_timeout_ms);
  // A hostile file must not act through its schema (sqlite.org/security.html).
  set_flag(connection, SQLITE_DBCONFIG_DEFENSIVE, 1);
  set_flag(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
  set_flag(connection, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
  set_flag(connection, SQLITE_DBCONFIG_ENABLE_FKEY, 1);
  set_flag(connection, SQLITE_DBCONFIG_DQS_DDL, 0);
  set_flag(connection, SQLITE_DBCONFIG_DQS_DML, 0);
  sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, 16 << 20);
  sqlite3_limit(connection, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
  sqlite3_limit(connection, SQLITE_LIMIT_TRIGGER_DEPTH, 10);
  sqlite3_limit(connection, SQLITE_LIMIT_VDBE_OP, 1 << 20);
  database.exec("PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON");
}

std::string plain_path(const std::string& path) {
  return path.starts_with('/') ? path : "./" + path;
}

taut::Result<SQLite::Database> open_connection(const DatabaseOptions& options, Access access) {
  // The seed comes from /dev/urandom, which the sandbox closes later: taken here once, for all connections.
  unsigned char seed = 0;
  sqlite3_randomness(1, &seed);
  try {
    // Not SQLITE_OPEN_CREATE: only `migrate` makes a database, with the file mode that it chooses.
    SQLite::Database database(plain_path(options.path), SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX);
    try {
      harden(database);
      if (access == Access::write) {
        if (auto writable = check_writable(database, options.path); !writable)
          return taut::propagate(writable);
      } else {
        database.exec("PRAGMA query_only = ON");
      }
      if (auto settled = settle_journal_mode(database, options, access); !settled)
        return taut::propagate(settled);
      // EXTRA also syncs the folder after the journal's removal, without which a power cut could bring a
      // committed change's journal back and undo it; in WAL mode it is the same as FULL
      // (sqlite.org/pragma.html#pragma_synchronous).
      database.exec(options.journal == JournalMode::wal ? "PRAGMA synchronous = FULL"
                                                        : "PRAGMA synchronous = EXTRA");
      database.exec("PRAGMA journal_size_limit = 16777216");
      return database;
    } catch (const SQLite::Exception& exception) {
      return tl::unexpected(explain(database, exception, "open", options.path));
    }
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected(explain(exception, errno, "open", options.path));
  }
}

}  // namespace todo
