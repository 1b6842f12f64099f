// Further pages of a program that is todo and something more. `todo` itself has none. Their requests pass the
// same checks as those of the list: guard, form token, headers.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "todo/http/message.h"
#include "todo/web/form.h"
#include "todo/web/pages.h"

namespace todo::web {

struct AddedRoute {
  enum class Kind { page, form, asset };
  http::Method method;
  std::string_view path;
  Kind kind;
};

/// One request on its way through an added route.
struct AddedCall {
  const http::Request& request;
  const Form& form;                       // of a form submission, token checked; else empty
  http::Handler::Later later;             // may be called from any thread, also after answer() has returned
  std::string token;                      // for the forms of the page
  std::optional<std::string> set_cookie;  // goes with a page that carries the token
};

class Addition {
 public:
  virtual ~Addition() = default;
  virtual std::span<const AddedRoute> routes() const = 0;
  /// Called on any thread of the server, which it may not block: returns the answer, or keeps `later`.
  virtual std::optional<http::Response> answer(const AddedRoute& route, AddedCall call) = 0;
};

}  // namespace todo::web
