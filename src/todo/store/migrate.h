// Numbered SQL files, embedded in the program, applied in one transaction; and what the next file should say.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "todo/store/database.h"

namespace todo {

struct MigrationReport {
  std::vector<std::string>
      applied;       // the files applied now, "0001_initial.sql"; empty when there was nothing to do
  int version = 0;   // the number of the newest migration in the database
  std::string copy;  // the copy made before, "" when the database was new or nothing was applied
};

/// Brings the database at `options.path` to the newest version, creating it when it is missing.
/// Before anything is applied to a database that has content, it is copied beside itself.
/// Errors that change nothing: the database is newer than this program, a migration that it has applied is
/// missing or differs from ours (checksum), not a database, read-only or full disk.
taut::Result<MigrationReport> migrate(const DatabaseOptions& options);

/// The migrations that are not applied yet, without changing anything.
taut::Result<std::vector<std::string>> pending_migrations(const DatabaseOptions& options);

struct NextMigration {
  std::string file_name;  // "0002_name.sql"; empty when the declared schema is what the migrations produce
  std::string sql;
};

/// Compares the declared schema (schema.sql) with what the migrations in `folder` produce, and writes out the
/// difference.
taut::Result<NextMigration> plan_next_migration(const std::string& folder, const std::string& name);

}  // namespace todo
