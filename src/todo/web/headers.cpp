#include "todo/web/headers.h"

#include <string>

namespace todo::web {
namespace {

struct Row {
  const char* name;
  const char* value;
};

// <DAEMON-ATTACK-SURFACE> security-headers: no inline code, no framing, no sniffing, nothing kept by caches
// on the way. Referrer-Policy is same-origin, not no-referrer: with the latter browsers send "Origin: null"
// on the site's own forms. upgrade-insecure-requests is absent: it would break plain http on loopback.
constexpr const char* policies[] = {
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};
constexpr Row rows[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

/// Put together once: as single fields these lines would be half of an answer's allocations.
std::string block(bool secure, bool cacheable, std::size_t policy) {
  std::string lines = std::string("Content-Security-Policy: ") + policies[policy] + "\r\n";
  for (const auto& row : rows) lines.append(row.name).append(": ").append(row.value).append("\r\n");
  if (!cacheable) lines += "Cache-Control: no-store\r\n";
  if (secure) lines += "Strict-Transport-Security: max-age=31536000\r\n";
  return lines;
}

}  // namespace

void add_security_headers(http::Response& response, bool secure, bool cacheable, Scripts scripts) {
  static const std::string blocks[2][2][2] = {
      {{block(false, false, 0), block(false, true, 0)}, {block(true, false, 0), block(true, true, 0)}},
      {{block(false, false, 1), block(false, true, 1)}, {block(true, false, 1), block(true, true, 1)}}};
  response.common_fields = blocks[scripts == Scripts::none ? 0 : 1][secure ? 1 : 0][cacheable ? 1 : 0];
}

}  // namespace todo::web
