// Whole copies of the database, while it is in use (sqlite.org/backup.html).
#pragma once

#include <string>

#include "base/result.h"
#include "todo/store/database.h"

namespace todo {

/// Writes a consistent copy to the new file `target` (fsynced; an existing file is an error), checked with
/// PRAGMA integrity_check.
taut::Result<void> back_up(const DatabaseOptions& options, const std::string& target);

/// Replaces the database by the copy in `source`, after checking that it is a sound todo database whose
/// version we know; the present one is kept beside it. The app must be stopped: a database in use is refused.
/// Returns the path of the kept one, "" when there was none.
taut::Result<std::string> restore(const DatabaseOptions& options, const std::string& source);

}  // namespace todo
