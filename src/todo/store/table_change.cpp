#include "todo/store/table_change.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "todo/store/sql_text.h"

namespace todo {
namespace {

const SchemaColumn* find_column(const SchemaObject& table, const std::string& name) {
  const auto found = std::ranges::find(table.columns, name, &SchemaColumn::name);
  return found == table.columns.end() ? nullptr : &*found;
}

/// ALTER TABLE takes constants only, as rows that exist are not rewritten. A trial does not tell: SQLite
/// refuses the others only where there are rows. Of constants, those that look like one.
bool has_literal_default(const SchemaColumn& column) {
  std::vector<SqlToken> tokens = tokenize_sql(column.default_value);
  if (!tokens.empty() && (tokens[0].text == "-" || tokens[0].text == "+")) tokens.erase(tokens.begin());
  if (tokens.size() == 1) {
    if (tokens[0].kind == SqlToken::Kind::string) return true;
    for (const char* word : {"null", "true", "false"}) {
      if (taut::equals_ignoring_case(tokens[0].text, word)) return true;
    }
  }
  return std::ranges::all_of(tokens, [](const SqlToken& token) {
    return token.text == "." || (token.text[0] >= '0' && token.text[0] <= '9');
  });
}

bool has_autoincrement(const SchemaObject& table) {
  return std::ranges::any_of(tokenize_sql(table.sql), [](const SqlToken& token) {
    return taut::equals_ignoring_case(token.text, "autoincrement");
  });
}

/// The statements that add what `to` has more, or "" when adding alone does not give `to`.
std::string add_columns(const SchemaObject& from, const SchemaObject& to) {
  std::string sql;
  const std::vector<Definition> definitions = split_definitions(to.sql);
  for (const SchemaColumn& column : to.columns) {
    if (find_column(from, column.name) != nullptr) continue;
    const auto definition =
        std::ranges::find(definitions, taut::to_ascii_lower(column.name), &Definition::name);
    // Nor a STORED column, for the same reason.
    if (definition == definitions.end() || column.generated || !has_literal_default(column)) return "";
    sql += "ALTER TABLE " + quote_name(to.name) + " ADD COLUMN " + std::string(definition->text) + ";\n";
  }
  if (sql.empty()) return "";
  try {
    SQLite::Database trial = open_in_memory();
    trial.exec(from.sql);
    trial.exec(sql);
    const Schema result = read_schema(trial);
    return !result.objects.empty() && result.objects[0].same_as(to) ? sql : "";
  } catch (const SQLite::Exception&) {
    return "";  // SQLite says no (UNIQUE, PRIMARY KEY, …): the rebuild is the way
  }
}

/// The column lists of INSERT … SELECT: what both have. A NULL that is no longer allowed becomes the default.
void list_common_columns(const SchemaObject& from, const SchemaObject& to, std::string& into,
                         std::string& values) {
  for (const SchemaColumn& column : to.columns) {
    const SchemaColumn* old = find_column(from, column.name);
    if (old == nullptr || old->generated || column.generated) continue;
    const std::string name = quote_name(column.name);
    const bool tightened = column.not_null && !old->not_null && !column.default_value.empty();
    into += (into.empty() ? "" : ", ") + name;
    values += (values.empty() ? "" : ", ") +
              (tightened ? "ifnull(" + name + ", " + column.default_value + ")" : name);
  }
}

std::string rebuild(const SchemaObject& from, const SchemaObject& to) {
  const std::string draft_name = "new_" + to.name;
  const std::string draft = quote_name(draft_name);
  const std::string name = quote_name(to.name);
  std::string sql;
  for (const SchemaColumn& column : from.columns) {
    if (find_column(to, column.name) == nullptr) {
      sql += "-- Data lost: the column " + quote_name(column.name) + " of the table " + name +
             ", with all its values.\n";
    }
  }
  sql += rename_in_create(to.sql, draft_name) + ";\n";
  std::string into;
  std::string values;
  list_common_columns(from, to, into, values);
  if (!into.empty())
    sql += "INSERT INTO " + draft + " (" + into + ") SELECT " + values + " FROM " + name + ";\n";
  if (has_autoincrement(from) && has_autoincrement(to)) {
    // An id that was used once is not given out again, even if its row is gone.
    const std::string literal = quote_text(draft_name);
    sql += "DELETE FROM sqlite_sequence WHERE name = " + literal + ";\n";
    sql += "INSERT INTO sqlite_sequence (name, seq) SELECT " + literal +
           ", seq FROM sqlite_sequence WHERE name = " + quote_text(to.name) + ";\n";
  }
  return sql + "DROP TABLE " + name + ";\nALTER TABLE " + draft + " RENAME TO " + name + ";\n";
}

}  // namespace

taut::Result<TableChange> change_table(const SchemaObject& from, const SchemaObject& to) {
  for (const SchemaColumn& column : to.columns) {
    if (find_column(from, column.name) != nullptr || !column.not_null || column.generated) continue;
    if (!column.default_value.empty() && column.default_value != "null") continue;
    return taut::failure(
        "the new column " + column.name + " of the table " + to.name +
        " is NOT NULL without a DEFAULT: the rows that exist would have no value; give it a DEFAULT");
  }
  if (std::string sql = add_columns(from, to); !sql.empty()) return TableChange{std::move(sql), false};
  return TableChange{rebuild(from, to), true};
}

}  // namespace todo
