#include "todo/store/migrate.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>

#include "base/clock.h"
#include "base/file.h"
#include "todo/store/connection.h"
#include "todo/store/copy.h"
#include "todo/store/errors.h"
#include "todo/store/hold.h"
#include "todo/store/migrate_with.h"
#include "todo/store/migration_set.h"

namespace todo {
namespace {

/// Makes an empty file that only its owner can read; SQLite would make it readable for all.
taut::Result<void> create_when_missing(const std::string& path) {
  // Never open(2) a database that exists: closing it would drop the locks that SQLite holds in this process
  // (sqlite.org/howtocorrupt.html section 2.2).
  if (::access(path.c_str(), F_OK) == 0) return {};
  auto fd = taut::open_file(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (fd || fd.error().error_code == EEXIST) return {};
  const std::string why = fd.error().error_code == ENOENT ? ": create the folder first" : "";
  return taut::failure("create the database " + path + why, fd.error().error_code);
}

/// Finds damage before anything is built on it. A few milliseconds for a list of thousands.
taut::Result<void> check_soundness(SQLite::Database& database, const std::string& path) {
  const std::string verdict = database.execAndGet("PRAGMA quick_check(1)").getString();
  if (verdict == "ok") return {};
  return taut::failure("the database " + path + " is damaged (" + verdict +
                       "); nothing was changed: stop the app, keep a copy of " +
                       "the folder and restore a backup with `todo restore FILE`");
}

taut::Result<void> apply(SQLite::Database& database, const std::string& path, const DatabaseState& state,
                         std::span<const MigrationFile> migrations, MigrationReport& report) {
  if (state.empty) create_migrations_table(database);
  for (const MigrationFile& migration : migrations.subspan(state.applied)) {
    try {
      run_migration(database, migration);
    } catch (const SQLite::Exception& exception) {
      return tl::unexpected(explain(database, exception,
                                    "migration " + migration.name + " failed, nothing was changed in", path));
    }
    note_applied(database, migration, taut::unix_milliseconds());
    report.applied.push_back(migration.name);
  }
  SQLite::Statement dangling(database, "PRAGMA foreign_key_check");
  if (dangling.executeStep()) {
    return taut::failure("the migrations leave a foreign key without its row in table " +
                         dangling.getColumn(0).getString() + " of " + path +
                         ", nothing was changed: correct the migration");
  }
  return {};
}

/// Everything between BEGIN and COMMIT. Whatever goes wrong, the caller rolls back.
taut::Result<MigrationReport> migrate_inside(SQLite::Database& database, const DatabaseOptions& options,
                                             std::span<const MigrationFile> migrations) {
  MigrationReport report;
  // Again, now under the lock: another process may have migrated while this one waited.
  auto state = examine(database, options.path, migrations);
  if (!state) return taut::propagate(state);
  report.version = static_cast<int>(migrations.size());
  if (state->applied == migrations.size()) return report;
  if (!state->empty) {
    if (auto sound = check_soundness(database, options.path); !sound) return taut::propagate(sound);
    auto copy = copy_beside(options, "before-" + migrations[state->applied].name.substr(0, 4));
    if (!copy) return taut::propagate(copy);
    report.copy = std::move(*copy);
  }
  auto applied = apply(database, options.path, *state, migrations, report);
  if (applied) return report;
  // The database is as it was, so its copy has no use; a service that is started again and again must not
  // fill the disk.
  if (!report.copy.empty()) ::unlink(report.copy.c_str());
  return taut::propagate(applied);
}

taut::Result<MigrationReport> migrate_locked(SQLite::Database& database, const DatabaseOptions& options,
                                             std::span<const MigrationFile> migrations) {
  sqlite3_busy_timeout(database.getHandle(), migration_wait_ms);
  // A table is changed by rebuilding it, which must not cascade (sqlite.org/lang_altertable.html#otheralter,
  // step 1); this pragma does nothing inside a transaction.
  database.exec("PRAGMA foreign_keys = OFF");
  database.exec("BEGIN IMMEDIATE");
  auto report = migrate_inside(database, options, migrations);
  if (!report || report->applied.empty()) {
    sqlite3_exec(database.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
    return report;
  }
  try {
    database.exec("COMMIT");
  } catch (const SQLite::Exception&) {
    if (!report->copy.empty()) ::unlink(report->copy.c_str());
    throw;
  }
  return report;
}

}  // namespace

taut::Result<MigrationReport> migrate_with(const DatabaseOptions& options,
                                           std::span<const MigrationFile> migrations) {
  if (auto created = create_when_missing(options.path); !created) return taut::propagate(created);
  auto lock = hold_database(options.path, Hold::shared);
  if (!lock) return taut::propagate(lock);
  auto database = open_connection(options, Access::write);
  if (!database) return taut::propagate(database);
  try {
    auto state = examine(*database, options.path, migrations);
    if (!state) return taut::propagate(state);
    if (state->applied == migrations.size())
      return MigrationReport{{}, static_cast<int>(migrations.size()), ""};
    return migrate_locked(*database, options, migrations);
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected(explain(*database, exception, "nothing was changed: migrate", options.path));
  }
}

taut::Result<MigrationReport> migrate(const DatabaseOptions& options) {
  auto migrations = embedded_migrations();
  if (!migrations) return taut::propagate(migrations);
  return migrate_with(options, *migrations);
}

taut::Result<std::vector<std::string>> pending_migrations(const DatabaseOptions& options) {
  auto migrations = embedded_migrations();
  if (!migrations) return taut::propagate(migrations);
  std::size_t applied = 0;
  if (::access(options.path.c_str(), F_OK) == 0) {
    auto database = open_connection(options, Access::inspect);
    if (!database) return taut::propagate(database);
    try {
      auto state = examine(*database, options.path, *migrations);
      if (!state) return taut::propagate(state);
      applied = state->applied;
    } catch (const SQLite::Exception& exception) {
      return tl::unexpected(explain(*database, exception, "read", options.path));
    }
  } else if (errno != ENOENT) {
    return taut::failure("look for the database " + options.path, errno);
  }
  std::vector<std::string> pending;
  for (std::size_t at = applied; at < migrations->size(); ++at) pending.push_back((*migrations)[at].name);
  return pending;
}

}  // namespace todo
