// What SQLite said, as our errors: which kind of trouble it is, and what a person can do about it.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <string>

#include "base/result.h"
#include "todo/store/store.h"

namespace todo {

/// The kind of trouble behind an extended result code (sqlite.org/rescode.html) and the errno that SQLite
/// kept with it: a full disk shows as SQLITE_FULL, but in the WAL index as SQLITE_IOERR_SHMSIZE with ENOSPC.
StoreProblem problem_of(int extended_code, int system_errno);

/// The last error of a connection, for a log.
StoreError store_error(sqlite3* connection, const SQLite::Exception& exception, const std::string& doing);

/// The same for a command's user: what failed, with which file, and what to do next.
taut::Error explain(const SQLite::Exception& exception, int system_errno, const std::string& doing,
                    const std::string& path);
taut::Error explain(SQLite::Database& connection, const SQLite::Exception& exception,
                    const std::string& doing, const std::string& path);

/// An error when the file that `connection` has open is no longer the one with its name: whatever is written
/// to it goes with it.
tl::expected<void, StoreError> check_in_place(sqlite3* connection);

}  // namespace todo
