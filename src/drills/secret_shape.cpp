#include "drills/secret_shape.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "base/text.h"

namespace taut::drills {
namespace {

/// Any value under such a name is a secret.
constexpr std::array<std::string_view, 13> telling_names{
    "PASSWORD",    "PASSWD",     "PASSPHRASE", "SECRET",      "TOKEN",   "APIKEY",     "CREDENTIAL",
    "PRIVATE_KEY", "ACCESS_KEY", "SECRET_KEY", "ENCRYPT_KEY", "API_KEY", "REQUIREPASS"};
/// Under these it is one when it also looks random.
constexpr std::array<std::string_view, 6> hinting_names{"KEY", "AUTH", "SALT", "PASS", "DSN", "SIGNATURE"};
/// Public, whatever they look like: official images carry them.
constexpr std::array<std::string_view, 5> public_names{"GPG_KEY", "GPG_KEYS", "PUBLIC_KEY", "SSH_AUTH_SOCK",
                                                       "HOST_KEY"};
/// Says where the secret is, or how it has to be, not what it is.
constexpr std::array<std::string_view, 14> describing_ends{
    "_FILE",    "_PATH",   "_DIR",     "_URL",    "_ID",        "_NAME", "_LENGTH",
    "_TIMEOUT", "_EXPIRY", "_ENABLED", "_HEADER", "_ALGORITHM", "_TTL",  "_TYPE"};
constexpr std::array<std::string_view, 11> plain_words{
    "true", "false", "yes", "no", "on", "off", "none", "null", "required", "optional", "disabled"};

struct Shape {
  std::string_view begins;
  std::size_t at_least;  // length of the whole
};
/// Tokens that their makers gave a beginning, so that they can be found.
constexpr std::array token_shapes{Shape{"AKIA", 20},     Shape{"ASIA", 20},     Shape{"ghp_", 36},
                                  Shape{"gho_", 36},     Shape{"ghs_", 36},     Shape{"github_pat_", 40},
                                  Shape{"glpat-", 20},   Shape{"xoxb-", 30},    Shape{"xoxp-", 30},
                                  Shape{"sk_live_", 24}, Shape{"rk_live_", 24}, Shape{"npm_", 36},
                                  Shape{"AIza", 39},     Shape{"hvs.", 24},     Shape{"eyJhbGciOi", 40}};

bool is_token_character(char c) {
  return (c >= '0' && c <= '9') || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || c == '_' || c == '-' ||
         c == '.';
}

std::string to_upper_name(std::string_view name) {
  std::string upper(name);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == '-' || c == '.') c = '_';
  }
  return upper;
}

bool is_number(std::string_view value) {
  return std::ranges::all_of(value, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

bool is_plain(std::string_view value) {
  return value.empty() || is_number(value) || value.starts_with('/') || value.starts_with("./") ||
         std::ranges::any_of(plain_words, [&](auto word) { return equals_ignoring_case(word, value); });
}

/// Shannon's entropy of its characters, in bits for each.
double entropy(std::string_view value) {
  std::array<int, 256> counts{};
  for (const char c : value) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const int count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(value.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

/// 16 random characters of an alphabet of 16 have about 3.3 bits each, words of a language below 3.
bool looks_random(std::string_view value) {
  const bool one_word = value.find(' ') == std::string_view::npos;
  return one_word && value.size() >= 16 && entropy(value) >= 3.2;
}

/// scheme://user:password@host, where the password is not a variable that somebody else fills in.
bool has_password_in_url(std::string_view value) {
  const auto scheme = value.find("://");
  if (scheme == std::string_view::npos) return false;
  const std::string_view rest = value.substr(scheme + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const auto at = authority.rfind('@');
  if (at == std::string_view::npos) return false;
  const auto colon = authority.find(':');
  if (colon == std::string_view::npos || colon + 1 >= at) return false;
  return !authority.substr(colon + 1).starts_with("${");
}

struct Named {
  std::string_view name;
  std::string_view value;
};

/// "NAME=value" in two; nothing without "=".
std::optional<Named> named_value(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  return Named{text.substr(0, equals), text.substr(equals + 1)};
}

void note(std::string& found, std::string_view name, std::string_view why) {
  if (!found.empty()) found += ", ";
  found += std::string(name) + " (" + std::string(why) + ")";
}

/// Notes the value when it is a secret by its name or shape.
void note_if_secret(std::string& found, std::string_view name, std::string_view value) {
  const std::string_view shape = secret_by_value(value);
  if (!shape.empty())
    note(found, name, shape);
  else if (is_secret(name, value))
    note(found, name, "by its name");
}

}  // namespace

std::string_view secret_by_value(std::string_view value) {
  if (value.find("-----BEGIN") != std::string_view::npos &&
      value.find("PRIVATE KEY-----") != std::string_view::npos)
    return "private key";
  if (has_password_in_url(value)) return "password in a URL";
  for (const Shape& shape : token_shapes) {
    if (value.starts_with(shape.begins) && value.size() >= shape.at_least &&
        std::ranges::all_of(value, is_token_character))
      return "access token";
  }
  return "";
}

bool is_secret(std::string_view name, std::string_view value) {
  const std::string upper = to_upper_name(name);
  if (is_plain(value) || std::ranges::count(public_names, upper)) return false;
  if (std::ranges::any_of(describing_ends, [&](auto end) { return upper.ends_with(end); })) return false;
  if (std::ranges::any_of(telling_names, [&](auto word) { return upper.find(word) != std::string::npos; }))
    return true;
  return looks_random(value) &&
         std::ranges::any_of(hinting_names, [&](auto word) { return upper.find(word) != std::string::npos; });
}

std::string secrets_among(std::span<const std::string_view> variables) {
  std::string found;
  for (const std::string_view variable : variables) {
    if (const auto named = named_value(variable)) note_if_secret(found, named->name, named->value);
  }
  return found;
}

std::string secrets_on_command_line(std::span<const std::string_view> words) {
  std::string found;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::string_view word = words[at];
    const bool option = word.starts_with("--");
    if (const auto named = named_value(word)) {
      note_if_secret(found, named->name, named->value);
    } else if (option && at + 1 < words.size() && !words[at + 1].starts_with('-')) {
      note_if_secret(found, word, words[++at]);
    } else if (const std::string_view shape = secret_by_value(word); !shape.empty()) {
      note(found, "argument " + std::to_string(at), shape);
    }
  }
  return found;
}

}  // namespace taut::drills
