#include "todo/settings.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "todo/setting_values.h"

namespace todo {
namespace {

constexpr std::array settings{
    SettingInfo{"SECRET_KEY", true, "none", "signs cookies; make one with: head -c 48 /dev/urandom | base64"},
    SettingInfo{"SECRET_KEY_FALLBACKS", true, "none", "earlier keys, comma separated, that still verify"},
    SettingInfo{"DEBUG", false, "off", "on = error detail in answers; never in a deployment"},
    SettingInfo{"ALLOWED_HOSTS", false, "none", "host names that are answered: example.com, .example.com, *"},
    SettingInfo{"CSRF_TRUSTED_ORIGINS", false, "none",
                "further origins whose forms are accepted: https://todo.example.com"},
    SettingInfo{"DATABASE_PATH", false, "db/db.sqlite3", "the SQLite file; its folder must be writable"},
    SettingInfo{"BIND", false, "127.0.0.1:8000", "address:port to listen on; [::1]:8000 for IPv6"},
    SettingInfo{"TRUSTED_PROXIES", false, "none",
                "addresses or networks whose X-Forwarded headers are believed"},
    SettingInfo{"HEARTBEAT_PATH", false, "none", "file that the event loop stamps, for `todo healthcheck`"},
    SettingInfo{"SETTINGS_FILE", false, "none", "file of NAME=value lines with any of the settings above"},
};

class Loader {
 public:
  explicit Loader(const Environment& environment) : environment_(environment) {}

  void complain(std::string_view name, std::string_view problem) {
    if (!problems_.empty()) problems_ += '\n';
    problems_.append(name).append(": ").append(problem);
  }
  const std::string& problems() const { return problems_; }

  void read_settings_file();
  void refuse_near_misses();
  std::optional<std::string> value(const std::string& name);

 private:
  void read_line(const std::string& where, std::string_view line);
  std::optional<std::string> plain(const std::string& name) const;

  const Environment& environment_;
  Environment file_;
  std::string problems_;
};

const SettingInfo* find_setting(std::string_view name) {
  for (const auto& setting : settings) {
    if (setting.name == name) return &setting;
    if (setting.has_file_form && name == std::string(setting.name) + "_FILE") return &setting;
  }
  return nullptr;
}

/// The known name that `typed` was probably meant to be, or "".
std::string nearest_setting(std::string_view typed) {
  std::string name(typed);
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  for (const auto& setting : settings) {
    std::vector<std::string> spellings{std::string(setting.name)};
    if (setting.has_file_form) spellings.push_back(spellings[0] + "_FILE");
    for (const auto& spelling : spellings) {
      const std::size_t allowed = spelling.size() < 6 ? 1 : 2;
      if (taut::edit_distance(name, spelling) <= allowed) return spelling;
    }
  }
  return "";
}

void Loader::read_line(const std::string& where, std::string_view line) {
  line = taut::trim(line);
  if (line.empty() || line.front() == '#') return;
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) return complain(where, "not a NAME=value line");
  const std::string name(taut::trim(line.substr(0, equals)));
  std::string_view value = taut::trim(line.substr(equals + 1));
  if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front()) {
    value = value.substr(1, value.size() - 2);
  }
  if (!find_setting(name) || name == "SETTINGS_FILE") {
    const std::string near = nearest_setting(name);
    return complain(where, "unknown setting " + name + (near.empty() ? "" : "; did you mean " + near + "?"));
  }
  if (!file_.emplace(name, value).second) complain(where, name + " is set twice");
}

void Loader::read_settings_file() {
  const auto path = environment_.find("SETTINGS_FILE");
  if (path == environment_.end() || path->second.empty()) return;
  const auto content = taut::read_file(path->second, 65536);
  if (!content) return complain("SETTINGS_FILE", content.error().message());
  std::size_t number = 0;
  for (const auto line : taut::split(*content, '\n'))
    read_line(path->second + ":" + std::to_string(++number), line);
}

/// Other programs' variables are none of our business, so short names must be right by themselves: BIN and
/// KIND are no mistyped BIND.
void Loader::refuse_near_misses() {
  constexpr std::size_t shortest = 6;
  for (const auto& [name, value] : environment_) {
    if (find_setting(name)) continue;
    if (name.ends_with("_FILE") && find_setting(std::string_view(name).substr(0, name.size() - 5))) {
      complain(name, "only secrets have a _FILE form; put this into " + name.substr(0, name.size() - 5));
      continue;
    }
    const std::string near = nearest_setting(name);
    if (near.size() >= shortest) complain(name, "unknown setting; did you mean " + near + "?");
  }
}

std::optional<std::string> Loader::plain(const std::string& name) const {
  for (const auto* source : {&environment_, &file_}) {
    const auto found = source->find(name);
    if (found != source->end()) return found->second;
  }
  return std::nullopt;
}

std::optional<std::string> Loader::value(const std::string& name) {
  auto direct = plain(name);
  if (!find_setting(name)->has_file_form) return direct;
  const auto path = plain(name + "_FILE");
  if (!path) return direct;
  if (direct) {
    complain(name, "set both directly and by " + name + "_FILE; keep one of them");
    return std::nullopt;
  }
  auto content = taut::read_file(*path, 65536);
  if (!content) {
    complain(name + "_FILE", content.error().message());
    return std::nullopt;
  }
  // One line break at the end is the editor's, not the secret's.
  if (content->ends_with('\n')) content->pop_back();
  if (content->ends_with('\r')) content->pop_back();
  return *content;
}

void load_secrets(Loader& loader, bool needs_secret, Settings& out) {
  // <DAEMON-ATTACK-SURFACE> secret-key-required: no default key outside debug, and none that can be guessed.
  static constexpr std::string_view remedy =
      "; make one with: head -c 48 /dev/urandom | base64 > secrets/secret_key";
  const auto key = loader.value("SECRET_KEY");
  const auto fallbacks = loader.value("SECRET_KEY_FALLBACKS");
  if (key && !key->empty()) out.secret_keys.push_back(*key);
  if (fallbacks) {
    for (auto& fallback : comma_list(*fallbacks)) out.secret_keys.push_back(std::move(fallback));
  }
  if (!needs_secret) return;
  if (!key || key->empty()) {
    out.secret_key_is_temporary = out.debug;
    if (!out.debug && loader.problems().find("SECRET_KEY") == std::string::npos) {
      loader.complain("SECRET_KEY", "not set, and there is no default outside DEBUG" + std::string(remedy));
    }
    return;
  }
  for (const auto& secret : out.secret_keys) {
    const std::string weakness = weakness_of_key(secret);
    if (!weakness.empty() && !out.debug) {
      loader.complain(&secret == &out.secret_keys[0] ? "SECRET_KEY" : "SECRET_KEY_FALLBACKS",
                      weakness + std::string(remedy));
    }
  }
}

void load_network(Loader& loader, Settings& out) {
  // <DAEMON-ATTACK-SURFACE> allowed-hosts: only requests for these names are answered; the list is empty by
  // default.
  for (const auto& host : comma_list(loader.value("ALLOWED_HOSTS").value_or(""))) {
    const std::string lower = taut::to_ascii_lower(host);
    if (is_host_pattern(lower))
      out.allowed_hosts.push_back(lower);
    else
      loader.complain(
          "ALLOWED_HOSTS",
          "'" + host + "' is not a host name (no scheme, no port): example.com, .example.com, [::1] or *");
  }
  if (out.debug && out.allowed_hosts.empty())
    out.allowed_hosts = {"localhost", ".localhost", "127.0.0.1", "[::1]"};
  for (const auto& origin : comma_list(loader.value("CSRF_TRUSTED_ORIGINS").value_or(""))) {
    const std::string lower = taut::to_ascii_lower(origin);
    if (is_origin(lower))
      out.csrf_trusted_origins.push_back(lower);
    else
      loader.complain("CSRF_TRUSTED_ORIGINS",
                      "'" + origin + "' is not an origin such as https://todo.example.com");
  }
  if (const auto bind = loader.value("BIND")) {
    if (const auto address = parse_bind(*bind))
      out.bind = *address;
    else
      loader.complain("BIND", "'" + *bind + "' is not address:port such as 127.0.0.1:8000 or [::1]:8000");
  }
  // <DAEMON-ATTACK-SURFACE> trusted-proxies: empty unless set; the container's gateway is never implied.
  for (const auto& proxy : comma_list(loader.value("TRUSTED_PROXIES").value_or(""))) {
    if (is_network(proxy))
      out.trusted_proxies.push_back(proxy);
    else
      loader.complain("TRUSTED_PROXIES", "'" + proxy + "' is not an address or a network such as 10.0.0.0/8");
  }
}

}  // namespace

std::span<const SettingInfo> setting_table() {
  return settings;
}

Environment process_environment() {
  Environment environment;
  for (char** entry = ::environ; *entry; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos)
      environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return environment;
}

std::string weakness_of_key(std::string_view key) {
  if (key.size() < 32) return "too short: " + std::to_string(key.size()) + " bytes of at least 32";
  if (std::set<char>(key.begin(), key.end()).size() < 16)
    return "too regular: fewer than 16 different characters";
  const std::string lower = taut::to_ascii_lower(key);
  for (const std::string_view example :
       {"django-insecure-", "changeme", "change-me", "change_me", "your-secret", "your_secret", "0123456789",
        "abcdefghij", "password"}) {
    if (lower.find(example) != std::string::npos)
      return "it holds '" + std::string(example) + "', as examples do";
  }
  return "";
}

taut::Result<Settings> load_settings(const Environment& environment, bool needs_secret) {
  Loader loader(environment);
  Settings out;
  loader.read_settings_file();
  loader.refuse_near_misses();
  // <DAEMON-ATTACK-SURFACE> debug-off: off unless it is asked for in so many words.
  const std::string debug = loader.value("DEBUG").value_or("");
  if (const auto on = parse_switch(debug))
    out.debug = *on;
  else
    loader.complain("DEBUG", "'" + debug + "' is neither on nor off");
  load_secrets(loader, needs_secret, out);
  load_network(loader, out);
  if (auto path = loader.value("DATABASE_PATH")) out.database_path = *path;
  if (out.database_path.empty() || out.database_path.ends_with('/'))
    loader.complain("DATABASE_PATH", "must name a file");
  if (auto path = loader.value("HEARTBEAT_PATH")) out.heartbeat_path = *path;
  if (!loader.problems().empty()) return taut::failure(loader.problems());
  return out;
}

}  // namespace todo
