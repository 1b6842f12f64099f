// Name-value pairs of forms and queries (application/x-www-form-urlencoded, WHATWG URL section 5), and
// cookies.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace todo::web {

class Form {
 public:
  /// Nothing when the text is not well-formed (bad percent-encoding) or has more than 32 pairs.
  static std::optional<Form> parse(std::string_view text);

  /// The value of the first pair with this name; nothing when there is none.
  std::optional<std::string_view> value(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

/// The values of all cookies with this name in a Cookie field (RFC 6265 section 4.2.1), in order.
std::vector<std::string_view> find_cookies(std::string_view cookies, std::string_view name);

}  // namespace todo::web
