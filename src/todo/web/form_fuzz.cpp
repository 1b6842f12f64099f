// Any body of a form, any Cookie field: what is taken is bounded and can be found again, and a cookie or
// token that was not made with the key is never a visitor's.
#include <cstdlib>
#include <string>
#include <string_view>

#include "todo/web/csrf.h"
#include "todo/web/form.h"

namespace {

void read_form(std::string_view bytes) {
  const auto form = todo::web::Form::parse(bytes);
  if (!form) return;
  for (const char* name : {"title", "csrf_token", "show", "before"}) {
    const auto value = form->value(name);
    if (value && value->size() > bytes.size()) std::abort();  // decoding never makes text longer
  }
}

void forge(std::string_view bytes) {
  static const todo::web::Csrf csrf({"a-key-that-no-input-of-this-fuzzer-knows"}, {});
  const auto line = bytes.find('\n');
  todo::http::Request request;
  request.head.host = "127.0.0.1";
  request.head.fields.push_back({"cookie", std::string(bytes.substr(0, line))});
  const auto token = line == std::string_view::npos ? std::string_view() : bytes.substr(line + 1);
  if (csrf.refusal(request, token).empty()) std::abort();
  if (!csrf.visitor(request).set_cookie) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_form(bytes);
  forge(bytes);
  return 0;
}
