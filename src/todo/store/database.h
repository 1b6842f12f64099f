// Opening the database file safely: journal mode by file system, pragmas, limits. Every connection comes from
// here.
#pragma once

#include <string>

#include "base/result.h"

namespace todo {

enum class JournalMode { wal, rollback };  // rollback = SQLite's DELETE

struct DatabaseOptions {
  std::string path;
  JournalMode journal = JournalMode::wal;
};

struct JournalChoice {
  JournalMode mode;
  std::string file_system;  // "ext4", "virtiofs", … from the mount table
  std::string reason;       // one sentence for the log
};

/// Chooses the journal mode from /proc/self/mountinfo before the file is opened: WAL needs memory that all
/// users of the file share (sqlite.org/wal.html section 8), which a folder shared into a virtual machine does
/// not give, without any error.
taut::Result<JournalChoice> choose_journal_mode(const std::string& database_path);

/// Makes the folder of the database, for its owner only, when it is missing; not the folders above it.
taut::Result<void> make_database_folder(const std::string& database_path);

}  // namespace todo
