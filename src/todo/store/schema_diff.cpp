#include "todo/store/schema_diff.h"

#include <algorithm>
#include <set>

#include "todo/store/sql_text.h"
#include "todo/store/table_change.h"

namespace todo {
namespace {

bool is_view_or_trigger(const SchemaObject& object) {
  return object.type == "view" || object.type == "trigger";
}

std::string drop(const char* kind, const SchemaObject& object) {
  return std::string("DROP ") + kind + " " + quote_name(object.name) + ";\n";
}

/// Whether `object` stays as it is.
bool unchanged(const SchemaObject& object, const Schema& other) {
  const SchemaObject* twin = other.find(object.type, object.name);
  return twin != nullptr && twin->same_as(object);
}

struct Tables {
  std::string made;
  std::string changed;
  std::string dropped;
  std::set<std::string> without_indexes;  // rebuilt or dropped: their indexes went with them
  bool moves = false;                     // some table is gone for a moment, or for good
};

taut::Result<Tables> plan_tables(const Schema& from, const Schema& to) {
  Tables tables;
  for (const SchemaObject& table : to.objects) {
    if (table.type != "table") continue;
    if (table.normalised.starts_with("create virtual")) {
      return taut::failure("the table " + table.name + " is virtual: write this migration by hand");
    }
    const SchemaObject* old = from.find("table", table.name);
    if (old == nullptr) {
      tables.made += table.sql + ";\n";
    } else if (!old->same_as(table)) {
      auto change = change_table(*old, table);
      if (!change) return taut::propagate(change);
      tables.changed += change->sql;
      if (change->rebuilt) tables.without_indexes.insert(table.name);
    }
  }
  for (const SchemaObject& table : from.objects) {
    if (table.type != "table" || to.find("table", table.name) != nullptr) continue;
    tables.dropped +=
        "-- Data lost: the table " + quote_name(table.name) + ", with all its rows.\n" + drop("TABLE", table);
    tables.without_indexes.insert(table.name);
  }
  tables.moves = !tables.without_indexes.empty();
  return tables;
}

}  // namespace

taut::Result<std::string> difference_sql(const Schema& from, const Schema& to) {
  auto tables = plan_tables(from, to);
  if (!tables) return taut::propagate(tables);
  std::string sql;
  // Views and triggers name tables: while one of those is rebuilt they must be out of the way. The last made
  // goes first.
  for (auto object = from.objects.rbegin(); object != from.objects.rend(); ++object) {
    if (!is_view_or_trigger(*object) || (!tables->moves && unchanged(*object, to))) continue;
    sql += drop(object->type == "view" ? "VIEW" : "TRIGGER", *object);
  }
  for (const SchemaObject& index : from.objects) {
    const bool gone = tables->without_indexes.contains(index.table);
    if (index.type == "index" && !gone && !unchanged(index, to)) sql += drop("INDEX", index);
  }
  sql += tables->made + tables->changed + tables->dropped;
  for (const SchemaObject& index : to.objects) {
    const bool gone = tables->without_indexes.contains(index.table);
    if (index.type == "index" && (gone || !unchanged(index, from))) sql += index.sql + ";\n";
  }
  for (const SchemaObject& object : to.objects) {
    if (is_view_or_trigger(object) && (tables->moves || !unchanged(object, from))) sql += object.sql + ";\n";
  }
  return sql;
}

}  // namespace todo
