// Forms are accepted only from pages of ours: a signed cookie holds a random visitor id, and each form
// carries a token made from that id with the secret key (the signed double-submit pattern of OWASP's CSRF
// Prevention Cheat Sheet). The browser's own word on where a request comes from is heard as well.
#pragma once

#include <sodium/crypto_generichash.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "todo/http/message.h"

namespace todo::web {

inline constexpr std::string_view csrf_cookie_name = "todo_csrf";

class Csrf {
 public:
  /// The first key signs, all verify. Keys are stretched to the size that the signatures need.
  Csrf(const std::vector<std::string>& secret_keys, std::vector<std::string> trusted_origins);

  struct Visitor {
    std::string token;                      // for the forms of the page
    std::optional<std::string> set_cookie;  // the Set-Cookie value, when the request brought no valid cookie
  };
  /// Recognises the visitor by the cookie, or makes a new one.
  Visitor visitor(const http::Request& request) const;

  /// Why this form submission is refused, or "" when it comes from a page of ours.
  std::string_view refusal(const http::Request& request, std::string_view token) const;

  /// True if the browser says, by Origin or Sec-Fetch-Site, that another site caused the request. Requests of
  /// programs that say neither pass: they hold no cookie that could be abused.
  bool is_cross_site(const http::Request& request) const;

 private:
  struct Key {
    crypto_generichash_state cookie;
    crypto_generichash_state token;
  };
  std::optional<std::string> visitor_id(const http::Request& request, const Key** key) const;

  std::vector<Key> keys_;
  std::vector<std::string> trusted_origins_;
};

}  // namespace todo::web
