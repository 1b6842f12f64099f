#include "todo/store/validate.h"

#include <span>

#include "todo/store/connection.h"
#include "todo/store/errors.h"
#include "todo/store/migration_set.h"
#include "todo/store/schema_model.h"

namespace todo {
namespace {

/// A trigger or view in a hostile file would act in our name later: the schema must be what the migrations
/// make.
std::string unexpected_schema(SQLite::Database& database, std::span<const MigrationFile> applied) {
  SQLite::Database model = open_in_memory();
  create_migrations_table(model);
  for (const MigrationFile& migration : applied) run_migration(model, migration);
  return first_difference(read_schema(database), read_schema(model));
}

taut::Result<void> validate(SQLite::Database& database, const std::string& name) {
  const std::string verdict = database.execAndGet("PRAGMA integrity_check(1)").getString();
  if (verdict != "ok") return taut::failure(name + " is damaged (" + verdict + "): use another copy");
  auto migrations = embedded_migrations();
  if (!migrations) return taut::propagate(migrations);
  auto state = examine(database, name, *migrations);
  if (!state) return taut::propagate(state);
  if (state->empty) return taut::failure(name + " holds no todo list: it is an empty database");
  const std::string difference = unexpected_schema(database, std::span(*migrations).first(state->applied));
  if (!difference.empty()) return taut::failure(name + " is not as this program makes it: " + difference);
  SQLite::Statement dangling(database, "PRAGMA foreign_key_check");
  if (dangling.executeStep())
    return taut::failure(name + " is damaged (a foreign key without its row): use another copy");
  return {};
}

}  // namespace

taut::Result<void> validate_copy(const std::string& draft, const std::string& name) {
  auto database = open_connection(DatabaseOptions{draft, JournalMode::rollback}, Access::write);
  if (!database) {
    return taut::failure(name + " cannot be restored: " + database.error().message());
  }
  try {
    return validate(*database, name);
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected(explain(*database, exception, "read", name));
  }
}

}  // namespace todo
