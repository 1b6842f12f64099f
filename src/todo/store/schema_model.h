// What a database consists of, as data that can be compared: tables, indexes, triggers, views.
// Left out: the tables that SQLite keeps for itself.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace todo {

struct SchemaColumn {
  std::string name;
  std::string default_value;  // as SQL, "" for none
  bool not_null = false;
  bool generated = false;
  bool operator==(const SchemaColumn&) const = default;
};

struct SchemaObject {
  std::string type;  // "table", "index", "trigger", "view"
  std::string name;
  std::string table;  // that an index or trigger belongs to
  std::string sql;    // as SQLite keeps it
  std::string normalised;
  std::vector<SchemaColumn> columns;  // of a table

  bool same_as(const SchemaObject& other) const {
    return normalised == other.normalised && columns == other.columns;
  }
};

struct Schema {
  std::vector<SchemaObject> objects;  // in the order in which they were made
  const SchemaObject* find(std::string_view type, std::string_view name) const;
};

/// Throws SQLite::Exception.
Schema read_schema(SQLite::Database& database);

/// The first difference as a phrase ("table item differs"), or "" when both say the same.
std::string first_difference(const Schema& left, const Schema& right);

/// A hardened database in memory, for trying things out. Throws SQLite::Exception.
SQLite::Database open_in_memory();

}  // namespace todo
