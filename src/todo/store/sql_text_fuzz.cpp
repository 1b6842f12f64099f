// Any text as SQL: the tokens are pieces of it, in order; normalising is final; and quoting is undone by
// reading.
#include <cstdlib>
#include <string>
#include <string_view>

#include "todo/store/sql_text.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const char* end = bytes.data();
  for (const todo::SqlToken& token : todo::tokenize_sql(bytes)) {
    if (token.text.empty() || token.text.data() < end) std::abort();
    end = token.text.data() + token.text.size();
  }
  if (end > bytes.data() + bytes.size()) std::abort();
  for (const todo::Definition& definition : todo::split_definitions(bytes)) {
    if (definition.text.size() > bytes.size()) std::abort();
  }
  const auto name = todo::tokenize_sql(todo::quote_name(bytes));
  const auto text = todo::tokenize_sql(todo::quote_text(bytes));
  if (name.size() != 1 || text.size() != 1 || text[0].kind != todo::SqlToken::Kind::string) std::abort();
  const std::string once = todo::normalise_sql(bytes);
  if (todo::normalise_sql(once) != once) std::abort();
  todo::rename_in_create(bytes, "other");
  return 0;
}
