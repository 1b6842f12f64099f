#include "todo/store/schema_model.h"

#include <sqlite3.h>

#include "todo/store/connection.h"
#include "todo/store/sql_text.h"

namespace todo {
namespace {

std::vector<SchemaColumn> read_columns(SQLite::Database& database, const std::string& table) {
  SQLite::Statement row(
      database, "SELECT name, dflt_value, \"notnull\", hidden FROM pragma_table_xinfo(?1) ORDER BY cid");
  row.bind(1, table);
  std::vector<SchemaColumn> columns;
  while (row.executeStep()) {
    SchemaColumn column;
    column.name = row.getColumn(0).getString();
    column.default_value = normalise_sql(row.getColumn(1).getString());
    column.not_null = row.getColumn(2).getInt() != 0;
    column.generated = row.getColumn(3).getInt() >= 2;  // sqlite.org/pragma.html#pragma_table_xinfo
    columns.push_back(std::move(column));
  }
  return columns;
}

/// What `left` has and `right` has not, or has otherwise.
std::string missing_in(const Schema& left, const Schema& right, const char* how) {
  for (const SchemaObject& object : left.objects) {
    const SchemaObject* other = right.find(object.type, object.name);
    if (other == nullptr) return object.type + " " + object.name + how;
    if (!object.same_as(*other)) return object.type + " " + object.name + " differs";
  }
  return "";
}

}  // namespace

const SchemaObject* Schema::find(std::string_view type, std::string_view name) const {
  for (const SchemaObject& object : objects) {
    if (object.type == type && object.name == name) return &object;
  }
  return nullptr;
}

Schema read_schema(SQLite::Database& database) {
  // Without SQL: the indexes that SQLite makes itself for UNIQUE and PRIMARY KEY. Only SQLite's own tables
  // are left out by name: a file made by hand may hold a trigger with a name of that kind.
  SQLite::Statement row(
      database,
      "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND NOT "
      "(type = 'table' AND name IN ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4')) ORDER BY rowid");
  Schema schema;
  while (row.executeStep()) {
    SchemaObject object;
    object.type = row.getColumn(0).getString();
    object.name = row.getColumn(1).getString();
    object.table = row.getColumn(2).getString();
    object.sql = row.getColumn(3).getString();
    object.normalised = normalise_sql(object.sql);
    schema.objects.push_back(std::move(object));
  }
  for (SchemaObject& object : schema.objects) {
    if (object.type == "table") object.columns = read_columns(database, object.name);
  }
  return schema;
}

std::string first_difference(const Schema& left, const Schema& right) {
  const std::string difference = missing_in(left, right, " is not expected");
  return difference.empty() ? missing_in(right, left, " is missing") : difference;
}

SQLite::Database open_in_memory() {
  SQLite::Database database(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX);
  harden(database);
  return database;
}

}  // namespace todo
