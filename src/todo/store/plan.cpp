#include "todo/store/plan.h"

#include <cerrno>
#include <cstdio>
#include <span>

#include "base/file.h"
#include "todo/store/embedded_sql.h"
#include "todo/store/migration_set.h"
#include "todo/store/schema_diff.h"
#include "todo/store/schema_model.h"

namespace todo {
namespace {

/// The schema after all of `migrations`, on an empty database.
taut::Result<Schema> schema_after(std::span<const MigrationFile> migrations) {
  const MigrationFile* running = nullptr;
  try {
    SQLite::Database database = open_in_memory();
    for (const MigrationFile& migration : migrations) {
      running = &migration;
      run_migration(database, migration);
    }
    return read_schema(database);
  } catch (const SQLite::Exception& exception) {
    return taut::failure((running ? running->name : "schema") + ": " + exception.what());
  }
}

std::string numbered_name(std::size_t number, const std::string& name) {
  char digits[8];
  std::snprintf(digits, sizeof digits, "%04u", static_cast<unsigned>(number % 10000));
  return digits + ("_" + name + ".sql");
}

/// The text beside the folder of migrations in a source tree, so that an edit counts without a new build;
/// else the one that was built in.
taut::Result<std::string> declared_schema(const std::string& folder) {
  auto sql = taut::read_file(folder + "/../store/schema.sql");
  if (!sql && sql.error().error_code == ENOENT) return std::string(schema_sql());
  return sql;
}

}  // namespace

taut::Result<NextMigration> plan_next_migration(const std::string& folder, const std::string& name,
                                                std::string_view declared_sql) {
  if (!is_migration_name(name)) {
    return taut::failure(
        "the name of a migration is of lower case letters, digits and underscores, such as add_due_date; "
        "not: " +
        name);
  }
  auto migrations = read_migrations(folder);
  if (!migrations) return taut::propagate(migrations);
  auto present = schema_after(*migrations);
  if (!present) return taut::propagate(present);
  const MigrationFile declaration{0, "schema.sql", std::string(declared_sql), ""};
  auto declared = schema_after(std::span(&declaration, 1));
  if (!declared) return taut::propagate(declared);
  if (first_difference(*present, *declared).empty()) return NextMigration{};

  auto sql = difference_sql(*present, *declared);
  if (!sql) return taut::propagate(sql);
  NextMigration next{numbered_name(migrations->size() + 1, name),
                     "-- Written by `todo makemigrations " + name + "`.\n" + *sql};
  // The proof: with the new file, the migrations produce what is declared.
  migrations->push_back(MigrationFile{0, next.file_name, next.sql, ""});
  auto result = schema_after(*migrations);
  if (!result)
    return taut::failure("the difference cannot be written out (" + result.error().what +
                         "): write this migration by hand");
  if (const std::string difference = first_difference(*result, *declared); !difference.empty()) {
    return taut::failure("the difference cannot be written out (" + difference +
                         "): write this migration by hand");
  }
  return next;
}

taut::Result<NextMigration> plan_next_migration(const std::string& folder, const std::string& name) {
  auto declared = declared_schema(folder);
  if (!declared) return taut::propagate(declared);
  return plan_next_migration(folder, name, *declared);
}

}  // namespace todo
