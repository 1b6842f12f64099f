#include "todo/store/sql_text.h"

#include <sqlite3.h>

#include <algorithm>

#include "base/text.h"

namespace todo {
namespace {

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// The position after the comment or white space at `at`, or `at` when there is none.
std::size_t skip_blank(std::string_view sql, std::size_t at) {
  if (taut::is_ascii_space(sql[at])) return at + 1;
  if (sql.substr(at, 2) == "--") return std::min(sql.find('\n', at), sql.size());
  if (sql.substr(at, 2) == "/*") {
    const auto end = sql.find("*/", at + 2);
    return end == std::string_view::npos ? sql.size() : end + 2;
  }
  return at;
}

/// The position after a quoted token; a doubled quote stands for one, but not in [brackets].
std::size_t skip_quoted(std::string_view sql, std::size_t at) {
  const char closing = sql[at] == '[' ? ']' : sql[at];
  for (++at; at < sql.size(); ++at) {
    if (sql[at] != closing) continue;
    if (closing == ']' || at + 1 == sql.size() || sql[at + 1] != closing) return at + 1;
    ++at;
  }
  return sql.size();
}

/// A name without its quotes.
std::string bare_name(const SqlToken& token) {
  if (token.kind != SqlToken::Kind::quoted_name) return std::string(token.text);
  const char closing = token.text[0] == '[' ? ']' : token.text[0];
  std::string name;
  for (std::size_t at = 1; at < token.text.size(); ++at) {
    if (token.text[at] == closing) ++at;  // the first of two, or the last character
    if (at < token.text.size()) name += token.text[at];
  }
  return name;
}

bool is_plain(std::string_view name) {
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') && std::ranges::all_of(name, is_word_char);
}

/// `text` between two `quote`s; those inside are doubled.
std::string enclose(std::string_view text, char quote) {
  std::string quoted(1, quote);
  for (const char c : text) quoted.append(c == quote ? 2 : 1, c);
  return quoted + quote;
}

std::string normalise(const SqlToken& token) {
  switch (token.kind) {
    case SqlToken::Kind::word:
      return taut::to_ascii_lower(token.text);
    case SqlToken::Kind::quoted_name: {
      const std::string name = bare_name(token);
      return is_plain(name) ? taut::to_ascii_lower(name) : enclose(name, '"');
    }
    case SqlToken::Kind::string:
    case SqlToken::Kind::symbol:
      break;
  }
  return std::string(token.text);
}

}  // namespace

std::vector<SqlToken> tokenize_sql(std::string_view sql) {
  std::vector<SqlToken> tokens;
  for (std::size_t at = 0; at < sql.size();) {
    if (const std::size_t after = skip_blank(sql, at); after != at) {
      at = after;
      continue;
    }
    std::size_t end = at + 1;
    auto kind = SqlToken::Kind::symbol;
    if (sql[at] == '\'' || sql[at] == '"' || sql[at] == '`' || sql[at] == '[') {
      end = skip_quoted(sql, at);
      kind = sql[at] == '\'' ? SqlToken::Kind::string : SqlToken::Kind::quoted_name;
    } else if (is_word_char(sql[at])) {
      while (end < sql.size() && is_word_char(sql[end])) ++end;
      kind = SqlToken::Kind::word;
    }
    tokens.push_back(SqlToken{kind, sql.substr(at, end - at)});
    at = end;
  }
  return tokens;
}

std::string normalise_sql(std::string_view sql) {
  std::string text;
  for (const SqlToken& token : tokenize_sql(sql)) text += (text.empty() ? "" : " ") + normalise(token);
  return text;
}

std::vector<Definition> split_definitions(std::string_view create_table) {
  std::vector<Definition> definitions;
  const SqlToken* first = nullptr;
  const SqlToken* last = nullptr;
  int depth = 0;
  const auto finish = [&] {
    if (first == nullptr) return;
    const std::string_view text(
        first->text.data(),
        static_cast<std::size_t>(last->text.data() - first->text.data()) + last->text.size());
    definitions.push_back(Definition{taut::to_ascii_lower(bare_name(*first)), text});
    first = nullptr;
  };
  const std::vector<SqlToken> tokens = tokenize_sql(create_table);
  for (const SqlToken& token : tokens) {
    if (token.text == "(" && ++depth == 1) continue;
    if (token.text == ")" && --depth == 0) break;
    if (token.text == "," && depth == 1) {
      finish();
      continue;
    }
    if (depth == 0) continue;
    if (first == nullptr) first = &token;
    last = &token;
  }
  finish();
  return definitions;
}

std::string quote_name(std::string_view name) {
  const bool keyword = sqlite3_keyword_check(name.data(), static_cast<int>(name.size())) != 0;
  return is_plain(name) && !keyword ? std::string(name) : enclose(name, '"');
}

std::string quote_text(std::string_view text) {
  return enclose(text, '\'');
}

std::string rename_in_create(std::string_view create_table, std::string_view new_name) {
  const std::vector<SqlToken> tokens = tokenize_sql(create_table);
  if (tokens.size() < 3) return std::string(create_table);
  const std::string_view name = tokens[2].text;
  const auto from = static_cast<std::size_t>(name.data() - create_table.data());
  return std::string(create_table.substr(0, from)) + quote_name(new_name) +
         std::string(create_table.substr(from + name.size()));
}

}  // namespace todo
