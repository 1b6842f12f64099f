// The one place that opens a database file. Every connection leaves it with the same rules.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include "base/result.h"
#include "todo/store/database.h"

namespace todo {

enum class Access {
  inspect,  // queries only; the journal mode may be another one as long as reading in it is safe
  read,     // queries only
  write,    // may bring the file into the journal mode that was asked for
};

/// Opens the existing database at `options.path`; the mode that it ends up in is the mode asked for, or it is
/// an error. A "read" connection is opened for writing and told to run queries only: it must be able to roll
/// back what a killed writer left (sqlite.org/lockingv3.html, hot journals).
taut::Result<SQLite::Database> open_connection(const DatabaseOptions& options, Access access);

/// The rules that need no look at the file, for a connection made elsewhere. Throws SQLite::Exception.
void harden(SQLite::Database& database);

/// The path as SQLite is to take it: never a "file:" URI with options in it (Debian builds with USE_URI),
/// never ":memory:".
std::string plain_path(const std::string& path);

/// Waiting time for a lock that another process holds.
inline constexpr int busy_timeout_ms = 2000;

}  // namespace todo
