#include "todo/http/hosts.h"

#include <arpa/inet.h>

#include <array>
#include <cstring>
#include <optional>

#include "base/text.h"

namespace todo::http {
namespace {

/// The name without port and trailing dot, or nothing when it is not a host (RFC 3986 section 3.2.2).
std::optional<std::string> host_name(std::string_view host) {
  std::string_view port;
  std::string_view name = host;
  if (host.starts_with('[')) {
    const auto close = host.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    name = host.substr(0, close + 1);
    port = host.substr(close + 1);
    if (!port.empty() && !port.starts_with(':')) return std::nullopt;
    if (name.find_first_not_of("0123456789abcdefABCDEF:.", 1) != close) return std::nullopt;
  } else if (const auto colon = host.find(':'); colon != std::string_view::npos) {
    name = host.substr(0, colon);
    port = host.substr(colon);
  }
  if (port.size() > 1 && !taut::parse_decimal(port.substr(1))) return std::nullopt;
  std::string lower = taut::to_ascii_lower(name);
  if (lower.ends_with('.')) lower.pop_back();
  if (lower.empty()) return std::nullopt;
  if (lower.front() != '[' &&
      lower.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-._") != std::string::npos) {
    return std::nullopt;
  }
  return lower;
}

struct Bits {
  std::array<unsigned char, 16> bytes{};
  unsigned size = 0;  // in bits
};

std::optional<Bits> parse_address(const std::string& text) {
  Bits bits;
  if (::inet_pton(AF_INET, text.c_str(), bits.bytes.data()) == 1) {
    bits.size = 32;
    return bits;
  }
  if (::inet_pton(AF_INET6, text.c_str(), bits.bytes.data()) != 1) return std::nullopt;
  bits.size = 128;
  static constexpr unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};  // ::ffff:0:0/96
  if (std::memcmp(bits.bytes.data(), mapped, sizeof mapped) == 0) {
    std::memmove(bits.bytes.data(), bits.bytes.data() + 12, 4);
    bits.size = 32;
  }
  return bits;
}

bool is_in_network(const Bits& address, const std::string& network) {
  const auto slash = network.find('/');
  const auto base = parse_address(network.substr(0, slash));
  if (!base || base->size != address.size) return false;
  unsigned prefix = base->size;
  if (slash != std::string::npos) {
    const auto number = taut::parse_decimal(std::string_view(network).substr(slash + 1));
    if (!number || *number > base->size) return false;
    prefix = static_cast<unsigned>(*number);
  }
  for (unsigned bit = 0; bit < prefix; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    if ((address.bytes[bit / 8] & mask) != (base->bytes[bit / 8] & mask)) return false;
  }
  return true;
}

}  // namespace

bool host_is_allowed(std::string_view host, const std::vector<std::string>& patterns) {
  const auto name = host_name(host);
  if (!name) return false;
  for (const auto& pattern : patterns) {
    if (pattern == "*" || pattern == *name) return true;
    if (pattern.starts_with('.') &&
        (name->ends_with(pattern) || *name == std::string_view(pattern).substr(1)))
      return true;
  }
  return false;
}

bool address_is_in(const std::string& address, const std::vector<std::string>& networks) {
  const auto bits = parse_address(address);
  if (!bits) return false;
  for (const auto& network : networks) {
    if (is_in_network(*bits, network)) return true;
  }
  return false;
}

Forwarded read_forwarded(const std::string& peer, std::string_view forwarded_for,
                         std::string_view forwarded_proto, const std::vector<std::string>& trusted_proxies) {
  Forwarded forwarded{peer, false};
  if (!address_is_in(peer, trusted_proxies)) return forwarded;
  forwarded.secure =
      taut::equals_ignoring_case(taut::trim(taut::split(forwarded_proto, ',').back()), "https");
  const auto hops = taut::split(forwarded_for, ',');
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    const std::string address(taut::trim(*hop));
    if (!parse_address(address)) break;
    forwarded.client = address;
    if (!address_is_in(address, trusted_proxies)) break;
  }
  return forwarded;
}

}  // namespace todo::http
