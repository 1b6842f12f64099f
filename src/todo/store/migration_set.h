// The numbered SQL files as a checked sequence, and the table in which a database remembers which ones it has
// had.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace todo {

/// What a database of ours carries in its header at offset 68 (sqlite.org/fileformat2.html#application_id):
/// "todo".
inline constexpr int application_id = 0x746f646f;

struct MigrationFile {
  int number = 0;
  std::string name;  // "0001_initial.sql"
  std::string sql;
  std::string sha256;  // of the SQL, in hex
};

/// Checks the names (NNNN_name.sql, lower case letters, digits and underscores), sorts by number, and refuses
/// gaps and duplicates. `files` are pairs of name and content.
taut::Result<std::vector<MigrationFile>> order_migrations(
    std::vector<std::pair<std::string, std::string>> files);

/// The files of `folder` with names that end in .sql.
taut::Result<std::vector<MigrationFile>> read_migrations(const std::string& folder);

/// Those built into this program.
taut::Result<std::vector<MigrationFile>> embedded_migrations();

struct DatabaseState {
  bool empty = true;        // nothing in it yet: a new file
  std::size_t applied = 0;  // how many of our migrations it has had
};

/// How far the database is along `migrations`, or why it is not ours to touch: another application's file, a
/// newer version, a migration that differs or is missing. Reads only. Throws SQLite::Exception.
taut::Result<DatabaseState> examine(SQLite::Database& database, const std::string& path,
                                    std::span<const MigrationFile> migrations);

/// Runs one file inside the caller's transaction, which it must not end. Throws SQLite::Exception.
void run_migration(SQLite::Database& database, const MigrationFile& migration);

/// Creates the table in an empty database; notes a migration as applied. Throw SQLite::Exception.
void create_migrations_table(SQLite::Database& database);
void note_applied(SQLite::Database& database, const MigrationFile& migration, std::int64_t now);

/// Whether a migration may have this name: "add_due_date".
bool is_migration_name(std::string_view name);

}  // namespace todo
