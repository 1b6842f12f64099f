// Any bytes: the parser answers without a crash, and two views of one request agree. A head that is taken
// must be taken the same when it arrives alone, and must never hold what the guard promises to refuse.
#include <cstdlib>
#include <string_view>

#include "todo/http/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto outcome = todo::http::parse_head(bytes);
  const auto* parsed = std::get_if<todo::http::ParsedHead>(&outcome);
  if (!parsed) return 0;
  if (parsed->size > size || parsed->head.content_length > todo::http::longest_body) std::abort();
  if (parsed->head.field("transfer-encoding") || parsed->head.path.front() != '/') std::abort();
  const auto alone = todo::http::parse_head(bytes.substr(0, parsed->size));
  if (!std::holds_alternative<todo::http::ParsedHead>(alone)) std::abort();
  return 0;
}
