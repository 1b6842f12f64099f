// SQL as tokens, just enough to compare two definitions and to take one column's definition out of a table's.
// Not a parser: SQLite itself decides what is valid.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace todo {

struct SqlToken {
  enum class Kind { word, quoted_name, string, symbol };
  Kind kind = Kind::symbol;
  std::string_view text;  // as written, with its quotes
};

/// White space and comments are left out. An unterminated quote runs to the end.
std::vector<SqlToken> tokenize_sql(std::string_view sql);

/// The same text for definitions that differ only in white space, comments, case of words, and needless
/// quotes.
std::string normalise_sql(std::string_view sql);

struct Definition {
  std::string
      name;  // of its first token, without quotes, in lower case: the column, or "check", "foreign", …
  std::string_view text;  // points into the SQL
};

/// What stands between the outer parentheses of CREATE TABLE, split at its commas.
std::vector<Definition> split_definitions(std::string_view create_table);

/// `name` for use in SQL: bare when that is safe, else in double quotes.
std::string quote_name(std::string_view name);

/// `text` as a string literal.
std::string quote_text(std::string_view text);

/// A CREATE TABLE text as SQLite keeps it ("CREATE TABLE name…"), for another name.
std::string rename_in_create(std::string_view create_table, std::string_view new_name);

}  // namespace todo
