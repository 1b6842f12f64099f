#include <arpa/inet.h>

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "todo/commands/finding_rules.h"

namespace todo {
namespace {

bool is_every_address(const std::string& host) {
  in_addr four{};
  in6_addr six{};
  if (::inet_pton(AF_INET, host.c_str(), &four) == 1) return four.s_addr == 0;
  return ::inet_pton(AF_INET6, host.c_str(), &six) == 1 &&
         std::ranges::all_of(six.s6_addr, [](auto b) { return b == 0; });
}

/// Whether a plain http origin is this machine itself, where there is no network to listen in on.
bool is_loopback_origin(std::string_view origin) {
  const std::string_view rest = origin.substr(std::string_view("http://").size());
  const std::string_view host =
      rest.starts_with('[') ? rest.substr(0, rest.find(']') + 1) : rest.substr(0, rest.find(':'));
  return host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "[::1]";
}

void judge_origins(const Settings& settings, std::vector<Finding>& findings) {
  for (const std::string& origin : settings.csrf_trusted_origins) {
    if (!origin.starts_with("http://") || is_loopback_origin(origin)) continue;
    findings.push_back(
        {"trusted-origin-http", Severity::warning,
         "CSRF_TRUSTED_ORIGINS holds " + origin + ": whoever is on its network path can post forms",
         "use its https:// form"});
  }
}

/// The length of the prefix, from 0 to 32 or 128.
long long prefix_length(std::string_view network) {
  const auto slash = network.find('/');
  if (slash == std::string_view::npos) return network.find(':') == std::string_view::npos ? 32 : 128;
  return taut::parse_decimal(network.substr(slash + 1)).value_or(0);
}

void judge_proxies(const Settings& settings, std::vector<Finding>& findings) {
  for (const std::string& network : settings.trusted_proxies) {
    const bool four = network.find(':') == std::string::npos;
    const long long length = prefix_length(network);
    if (length > (four ? 16 : 48)) continue;
    const auto severity = length <= (four ? 8 : 32) ? Severity::error : Severity::warning;
    findings.push_back(
        {"trusted-proxies-wide", severity,
         "TRUSTED_PROXIES holds " + network + ": everybody in it can forge X-Forwarded headers",
         "name the address of the proxy alone"});
  }
}

}  // namespace

void judge_settings(const Settings& settings, bool in_container, std::vector<Finding>& findings) {
  if (settings.debug) {
    findings.push_back({"debug-on", Severity::error,
                        "DEBUG is on: error pages show the inside of the program",
                        "take DEBUG out of the settings"});
  }
  if (std::ranges::find(settings.allowed_hosts, "*") != settings.allowed_hosts.end()) {
    findings.push_back(
        {"allowed-hosts-any", Severity::error,
         "ALLOWED_HOSTS holds *: a page of another name that resolves to this address may use the app",
         "list the host names under which the app is opened"});
  }
  if (settings.allowed_hosts.empty()) {
    findings.push_back({"allowed-hosts-empty", Severity::error,
                        "ALLOWED_HOSTS is empty: every request is answered with 400",
                        "list the host names under which the app is opened"});
  }
  // In a container it has to be so; what counts there is the published port.
  if (!in_container && is_every_address(settings.bind.host)) {
    findings.push_back({"bind-all-addresses", Severity::error,
                        "BIND is on all addresses of this machine, and the list has no accounts: every "
                        "neighbour may change it",
                        "BIND=127.0.0.1:" + std::to_string(settings.bind.port)});
  }
  judge_origins(settings, findings);
  judge_proxies(settings, findings);
  if (settings.heartbeat_path.empty()) {
    findings.push_back({"heartbeat-unset", Severity::note,
                        "HEARTBEAT_PATH is not set: `todo healthcheck` has nothing to read",
                        "set it to a file in a folder of memory, such as /tmp/heartbeat"});
  }
}

}  // namespace todo
