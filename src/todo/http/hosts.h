// Who is asked for and who asks: Host against ALLOWED_HOSTS, Origin against our own, the peer against
// TRUSTED_PROXIES.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace todo::http {

/// True if the Host field (with or without port) matches a pattern, by Django's rules: exact, ".example.com"
/// for the domain and all below it, "*"; case and one trailing dot do not matter. A malformed Host matches
/// nothing, not even "*".
bool host_is_allowed(std::string_view host, const std::vector<std::string>& patterns);

/// True if `address` is one of the addresses or inside one of the networks ("10.0.0.0/8", "::1").
bool address_is_in(const std::string& address, const std::vector<std::string>& networks);

struct Forwarded {
  std::string client;   // the address to count and log
  bool secure = false;  // the client's connection used TLS
};

/// What X-Forwarded-For and X-Forwarded-Proto say, believed only when `peer` is a trusted proxy. The client
/// is the right-most address that is not a trusted proxy itself; everything left of it could be invented.
Forwarded read_forwarded(const std::string& peer, std::string_view forwarded_for,
                         std::string_view forwarded_proto, const std::vector<std::string>& trusted_proxies);

}  // namespace todo::http
