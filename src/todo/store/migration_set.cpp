#include "todo/store/migration_set.h"

#include <sodium.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "todo/store/embedded_sql.h"

namespace todo {
namespace {

std::string sha256_hex(std::string_view bytes) {
  unsigned char digest[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  char text[2 * sizeof digest + 1];
  sodium_bin2hex(text, sizeof text, digest, sizeof digest);
  return text;
}

/// The number in "0001_initial.sql", or 0 when the name is not of this form.
int number_in(std::string_view file_name) {
  if (file_name.size() < 10 || file_name[4] != '_' || !file_name.ends_with(".sql")) return 0;
  if (!is_migration_name(file_name.substr(5, file_name.size() - 9))) return 0;
  return static_cast<int>(taut::parse_decimal(file_name.substr(0, 4)).value_or(0));
}

/// Keeps a migration from ending the transaction that makes it safe, and from leaving its file.
int allow_in_migration(void*, int action, const char* name, const char*, const char*, const char*) {
  switch (action) {
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
      return SQLITE_DENY;
    case SQLITE_PRAGMA:
      // ALTER TABLE ADD COLUMN with a CHECK runs this one itself.
      return std::string_view(name) == "quick_check" ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_OK;
  }
}

taut::Error newer(const std::string& path, int theirs, int ours) {
  return taut::Error{"the database " + path + " is at version " + std::to_string(theirs) +
                     ", made by a newer todo; this one knows " + std::to_string(ours) +
                     ": install the newer version again, or restore a backup of before the upgrade"};
}

/// Compares one row of the table with the file that should have its number.
taut::Result<void> compare(const std::string& path, int number, const std::string& name,
                           const std::string& sha256, const MigrationFile& ours) {
  const std::string said = "the database " + path + ": migration " + std::to_string(number) + " was ";
  if (name != ours.name) {
    return taut::failure(said + name + ", here it is " + ours.name +
                         ": use the todo that made this database");
  }
  if (sha256 != ours.sha256) {
    return taut::failure(
        said + "applied from another text of " + name +
        " (its checksum differs): restore the file as it was, and put the change into a new migration");
  }
  return {};
}

}  // namespace

bool is_migration_name(std::string_view name) {
  return !name.empty() && name.size() <= 60 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

taut::Result<std::vector<MigrationFile>> order_migrations(
    std::vector<std::pair<std::string, std::string>> files) {
  std::vector<MigrationFile> migrations;
  for (auto& [name, sql] : files) {
    const int number = number_in(name);
    if (number == 0)
      return taut::failure("migration " + name + ": the name should look like 0002_add_due_date.sql");
    migrations.push_back(MigrationFile{number, std::move(name), sql, sha256_hex(sql)});
  }
  std::ranges::sort(migrations, {}, &MigrationFile::name);
  for (std::size_t at = 0; at < migrations.size(); ++at) {
    const int expected = static_cast<int>(at) + 1;
    if (migrations[at].number == expected) continue;
    return taut::failure("migration " + migrations[at].name + ": the number should be " +
                         std::to_string(expected) + " (each number once, without a gap)");
  }
  return migrations;
}

taut::Result<std::vector<MigrationFile>> read_migrations(const std::string& folder) {
  std::vector<std::pair<std::string, std::string>> files;
  std::error_code problem;
  std::filesystem::directory_iterator entry(folder, problem);
  for (; !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
    const std::string name = entry->path().filename().string();
    if (!name.ends_with(".sql")) continue;
    auto sql = taut::read_file(entry->path().string());
    if (!sql) return taut::propagate(sql);
    files.emplace_back(name, std::move(*sql));
  }
  if (problem) return taut::failure("read the folder " + folder, problem.value());
  return order_migrations(std::move(files));
}

taut::Result<std::vector<MigrationFile>> embedded_migrations() {
  std::vector<std::pair<std::string, std::string>> files;
  for (const EmbeddedFile& file : migration_files()) files.emplace_back(file.name, file.bytes);
  return order_migrations(std::move(files));
}

taut::Result<DatabaseState> examine(SQLite::Database& database, const std::string& path,
                                    std::span<const MigrationFile> migrations) {
  const int id = database.execAndGet("PRAGMA application_id").getInt();
  const int objects = database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt();
  DatabaseState state;
  state.empty = objects == 0;
  if (state.empty && (id == 0 || id == application_id)) return state;
  if (id != application_id) {
    return taut::failure("the database " + path + " belongs to another application (application id " +
                         std::to_string(id) + "): set DATABASE_PATH to a file of its own");
  }
  SQLite::Statement row(database, "SELECT number, name, sha256 FROM migrations ORDER BY number");
  const int ours = static_cast<int>(migrations.size());
  const int theirs = database.execAndGet("SELECT coalesce(max(number), 0) FROM migrations").getInt();
  while (row.executeStep()) {
    const int number = row.getColumn(0).getInt();
    const int expected = static_cast<int>(state.applied) + 1;
    if (number != expected) {
      return taut::failure(
          "the database " + path + ": migration " + std::to_string(expected) +
          " is missing from its table of migrations: restore a backup with `todo restore FILE`");
    }
    if (number > ours) return tl::unexpected(newer(path, theirs, ours));
    auto same = compare(path, number, row.getColumn(1).getString(), row.getColumn(2).getString(),
                        migrations[state.applied]);
    if (!same) return taut::propagate(same);
    ++state.applied;
  }
  return state;
}

void run_migration(SQLite::Database& database, const MigrationFile& migration) {
  sqlite3_set_authorizer(database.getHandle(), allow_in_migration, nullptr);
  try {
    database.exec(migration.sql);
  } catch (...) {
    sqlite3_set_authorizer(database.getHandle(), nullptr, nullptr);
    throw;
  }
  sqlite3_set_authorizer(database.getHandle(), nullptr, nullptr);
}

void create_migrations_table(SQLite::Database& database) {
  database.exec("PRAGMA application_id = " + std::to_string(application_id));
  database.exec(
      "CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, "
      "applied_at INTEGER NOT NULL) STRICT");
}

void note_applied(SQLite::Database& database, const MigrationFile& migration, std::int64_t now) {
  SQLite::Statement note(database,
                         "INSERT INTO migrations (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)");
  note.bind(1, migration.number);
  note.bind(2, migration.name);
  note.bind(3, migration.sha256);
  note.bind(4, now);
  note.exec();
}

}  // namespace todo
