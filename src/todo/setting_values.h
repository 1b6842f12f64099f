// The grammar of single settings: lists, switches, addresses, host patterns. What a setting means is in
// settings.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "todo/settings.h"

namespace todo {

/// "a, b,,c" -> {"a", "b", "c"}
std::vector<std::string> comma_list(std::string_view text);

/// on, true, 1, yes / off, false, 0, no, "" in any case; nothing for other words.
std::optional<bool> parse_switch(std::string_view text);

/// "127.0.0.1:8000", "[::1]:8000"; literal addresses only, as nothing here resolves names.
std::optional<Address> parse_bind(std::string_view text);

/// A lower-case entry of ALLOWED_HOSTS: "*", "example.com", ".example.com", "[::1]"; no scheme, no port.
bool is_host_pattern(std::string_view host);

/// "https://todo.example.com", with or without a port, without a path.
bool is_origin(std::string_view origin);

/// "10.0.0.0/8", "10.1.2.3", "fd00::/8"
bool is_network(const std::string& text);

}  // namespace todo
