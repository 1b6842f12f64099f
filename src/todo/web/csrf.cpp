#include "todo/web/csrf.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "todo/web/form.h"

namespace todo::web {
namespace {

constexpr std::size_t id_size = 16;
constexpr std::size_t mac_size = 32;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string to_base64url(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.pop_back();
  return text;
}

/// Keyed BLAKE2b, prepared up to the message; `purpose` keeps a cookie's signature from being used as a
/// form's token.
crypto_generichash_state prepare(std::string_view key, std::string_view purpose) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, bytes_of(key), key.size(), mac_size);
  crypto_generichash_update(&state, bytes_of(purpose), purpose.size());
  return state;
}

std::string sign(crypto_generichash_state state, std::string_view message) {
  std::array<unsigned char, mac_size> mac{};
  crypto_generichash_update(&state, bytes_of(message), message.size());
  crypto_generichash_final(&state, mac.data(), mac.size());
  return to_base64url({reinterpret_cast<const char*>(mac.data()), mac.size()});
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

constexpr std::string_view cookie_purpose = "todo csrf cookie v1\0";
constexpr std::string_view token_purpose = "todo csrf token v1\0";

}  // namespace

Csrf::Csrf(const std::vector<std::string>& secret_keys, std::vector<std::string> trusted_origins)
    : trusted_origins_(std::move(trusted_origins)) {
  for (const auto& secret : secret_keys) {
    std::array<unsigned char, 32> stretched{};
    crypto_generichash(stretched.data(), stretched.size(), bytes_of(secret), secret.size(), nullptr, 0);
    const std::string_view key(reinterpret_cast<const char*>(stretched.data()), stretched.size());
    keys_.push_back({prepare(key, cookie_purpose), prepare(key, token_purpose)});
  }
}

std::optional<std::string> Csrf::visitor_id(const http::Request& request, const Key** signer) const {
  // Another site on this host name can plant a cookie of our name before ours (RFC 6265bis section 8.6): the
  // first one that we have signed counts, so that a planted one cannot lock the visitor out.
  for (const auto cookie : find_cookies(request.head.field("cookie").value_or(""), csrf_cookie_name)) {
    const auto dot = cookie.find('.');
    if (dot == std::string_view::npos) continue;
    const auto id = cookie.substr(0, dot);
    for (const auto& key : keys_) {
      if (!equal_in_constant_time(sign(key.cookie, id), cookie.substr(dot + 1))) continue;
      if (signer) *signer = &key;
      return std::string(id);
    }
  }
  return std::nullopt;
}

Csrf::Visitor Csrf::visitor(const http::Request& request) const {
  const Key* signer = nullptr;
  auto id = visitor_id(request, &signer);
  if (id && signer == &keys_.front()) return {sign(keys_.front().token, *id), std::nullopt};
  if (!id) {  // an id that an earlier key signed is signed anew; it stays the same visitor
    std::string random(id_size, '\0');
    randombytes_buf(random.data(), random.size());
    id = to_base64url(random);
  }
  std::string cookie(csrf_cookie_name);
  cookie.append("=").append(*id).append(".").append(sign(keys_.front().cookie, *id));
  cookie.append("; Path=/; HttpOnly; SameSite=Lax");
  // Secure only behind TLS: a browser drops a Secure cookie that plain http sets (the site would
  // break).
  if (request.secure) cookie.append("; Secure");
  return {sign(keys_.front().token, *id), std::move(cookie)};
}

/// <DAEMON-ATTACK-SURFACE> csrf-protection: a form needs the token that belongs to the visitor's signed
/// cookie.
std::string_view Csrf::refusal(const http::Request& request, std::string_view token) const {
  if (is_cross_site(request)) return "The form was sent by another site.";
  const auto id = visitor_id(request, nullptr);
  if (!id)
    return "The form needs a cookie of this site; cookies may be switched off, or the page is from before a "
           "restart.";
  const bool known = std::any_of(keys_.begin(), keys_.end(), [&](const Key& key) {
    return equal_in_constant_time(sign(key.token, *id), token);
  });
  return known ? "" : "The form is out of date; load the page again.";
}

bool Csrf::is_cross_site(const http::Request& request) const {
  const auto origin = request.head.field("origin");
  if (origin) {
    const std::string lower = taut::to_ascii_lower(*origin);
    const std::string own = (request.secure ? "https://" : "http://") + request.head.host;
    const bool trusted =
        std::find(trusted_origins_.begin(), trusted_origins_.end(), lower) != trusted_origins_.end();
    if (trusted) return false;
    if (lower != own) return true;
  }
  const auto site = request.head.field("sec-fetch-site");
  return site && *site != "same-origin" && *site != "none";
}

}  // namespace todo::web
