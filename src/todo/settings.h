// What an operator can set, by the names that Django made familiar: from the environment, or from the lines
// of SETTINGS_FILE (the environment wins). Pure but for reading the files that settings name.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace todo {

struct Address {
  std::string host;  // a literal IPv4 or IPv6 address, without brackets
  std::uint16_t port = 0;
};

struct Settings {
  std::vector<std::string> secret_keys;  // the first one signs, all verify
  bool debug = false;
  std::vector<std::string> allowed_hosts;         // lower case; ".example.com" and "*" as in Django
  std::vector<std::string> csrf_trusted_origins;  // "https://todo.example.com"
  std::string database_path = "db/db.sqlite3";
  Address bind{"127.0.0.1", 8000};
  std::vector<std::string> trusted_proxies;  // addresses or CIDR networks
  std::string heartbeat_path;                // "" = no heartbeat is written
  bool secret_key_is_temporary = false;      // debug without SECRET_KEY: made anew at each start
};

/// One row for each setting: its name, whether NAME_FILE is accepted too, and what --help says of it.
struct SettingInfo {
  std::string_view name;
  bool has_file_form;
  std::string_view fallback;  // shown in help
  std::string_view help;
};
std::span<const SettingInfo> setting_table();

using Environment = std::map<std::string, std::string, std::less<>>;

/// The process's environment as a map.
Environment process_environment();

/// Reads every setting, or says all that is wrong with them, one line for each problem, each naming its
/// setting. Environment variables of other programs are ignored, except near misses of our names
/// ("ALLOWED_HOST"), which are errors; in SETTINGS_FILE every unknown name is an error. `needs_secret` =
/// false for commands that sign nothing.
taut::Result<Settings> load_settings(const Environment& environment, bool needs_secret);

/// Why a secret key is too weak to sign with, or "" when it is not:
/// at least 32 bytes and 16 different ones, and not one of the well-known examples.
std::string weakness_of_key(std::string_view key);

}  // namespace todo
