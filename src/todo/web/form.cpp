#include "todo/web/form.h"

#include <boost/url/encoding_opts.hpp>
#include <boost/url/params_encoded_view.hpp>
#include <boost/url/parse_query.hpp>

#include "base/text.h"

namespace todo::web {
namespace {

constexpr std::size_t most_pairs = 32;

/// Browsers leave characters alone that RFC 3986 wants encoded; Boost.URL is strict, so they are encoded
/// first.
std::string encode_leftovers(std::string_view text) {
  static constexpr char hex[] = "0123456789ABCDEF";
  static constexpr std::string_view plain = "%+&=-._~!$'()*,;:@/?";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (alphanumeric || plain.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', hex[byte >> 4], hex[byte & 0xF]};
    }
  }
  return encoded;
}

}  // namespace

std::optional<Form> Form::parse(std::string_view text) {
  Form form;
  if (text.empty()) return form;
  const std::string encoded = encode_leftovers(text);
  const auto parsed = boost::urls::parse_query(encoded);
  if (!parsed || parsed->size() > most_pairs) return std::nullopt;
  boost::urls::encoding_opts options;
  options.space_as_plus = true;
  for (const auto& pair : *parsed) {
    form.pairs_.emplace_back(pair.key.decode(options), pair.value.decode(options));
  }
  return form;
}

std::optional<std::string_view> Form::value(std::string_view name) const {
  for (const auto& [key, value] : pairs_) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::vector<std::string_view> find_cookies(std::string_view cookies, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto part : taut::split(cookies, ';')) {
    const auto pair = taut::trim(part);
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name)
      values.push_back(pair.substr(equals + 1));
  }
  return values;
}

}  // namespace todo::web
