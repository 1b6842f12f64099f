#include "todo/setting_values.h"

#include <arpa/inet.h>

#include "base/text.h"

namespace todo {
namespace {

bool is_literal_address(const std::string& host) {
  in6_addr parsed{};
  return ::inet_pton(AF_INET, host.c_str(), &parsed) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), &parsed) == 1;
}

}  // namespace

std::vector<std::string> comma_list(std::string_view text) {
  std::vector<std::string> list;
  for (const auto part : taut::split(text, ',')) {
    if (!taut::trim(part).empty()) list.emplace_back(taut::trim(part));
  }
  return list;
}

std::optional<bool> parse_switch(std::string_view text) {
  const std::string lower = taut::to_ascii_lower(text);
  if (lower == "on" || lower == "true" || lower == "1" || lower == "yes") return true;
  if (lower == "off" || lower == "false" || lower == "0" || lower == "no" || lower.empty()) return false;
  return std::nullopt;
}

std::optional<Address> parse_bind(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = taut::parse_decimal(text.substr(colon + 1));
  std::string host(text.substr(0, colon));
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  else if (host.find(':') != std::string::npos)
    return std::nullopt;
  if (!port || *port > 65535 || !is_literal_address(host)) return std::nullopt;
  return Address{host, static_cast<std::uint16_t>(*port)};
}

bool is_host_pattern(std::string_view host) {
  if (host == "*") return true;
  if (host.starts_with('[') && host.ends_with(']'))
    return is_literal_address(std::string(host.substr(1, host.size() - 2)));
  if (host.starts_with('.')) host.remove_prefix(1);
  if (host.empty()) return false;
  for (const char c : host) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    if (!allowed) return false;
  }
  return true;
}

bool is_origin(std::string_view origin) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!origin.starts_with(scheme)) continue;
    const auto rest = origin.substr(scheme.size());
    return !rest.empty() && rest.find_first_of("/?#@ ") == std::string_view::npos;
  }
  return false;
}

bool is_network(const std::string& text) {
  const auto slash = text.find('/');
  const std::string host = text.substr(0, slash);
  if (!is_literal_address(host)) return false;
  if (slash == std::string::npos) return true;
  const auto bits = taut::parse_decimal(std::string_view(text).substr(slash + 1));
  return bits && *bits <= (host.find(':') == std::string::npos ? 32 : 128);
}

}  // namespace todo
