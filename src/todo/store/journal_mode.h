// Bringing an open connection into the journal mode that was asked for, before it reads anything in another
// one.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include "base/result.h"
#include "todo/store/connection.h"

namespace todo {

/// Ends with the connection in the mode of `options`, or with an error and the file as it was; EBUSY is in
/// the error when another connection is in the way. Throws SQLite::Exception, as the caller has the words for
/// it.
taut::Result<void> settle_journal_mode(SQLite::Database& database, const DatabaseOptions& options,
                                       Access access);

}  // namespace todo
