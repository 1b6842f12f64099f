#include <vector>

#include "drills/catalogue.h"
#include "drills/network/host_network.h"
#include "drills/network/reach.h"

namespace taut::drills {

/// Ports on which something listens at 127.0.0.0/8 or at every address (proc_pid_net(5), state 0A).
inline std::vector<std::uint16_t> loopback_ports(std::string_view table) {
  std::vector<std::uint16_t> ports;
  for (const std::string_view line : split(table, '\n')) {
    std::vector<std::string_view> fields;
    for (const std::string_view field : split(line, ' ')) {
      if (!field.empty()) fields.push_back(field);
    }
    if (fields.size() < 4 || fields[3] != "0A") continue;
    const std::string_view local = fields[1];  // "0100007F:1F90": the address byte by byte from its end
    const bool near = local.substr(0, 8).ends_with("7F") || local.starts_with("00000000:");
    if (near && local.size() == 13)
      ports.push_back(
          static_cast<std::uint16_t>(std::strtoul(std::string(local.substr(9)).c_str(), nullptr, 16)));
  }
  return ports;
}

constinit const Drill net_host_loopback{
    .id = "net_host_loopback",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "connect to a service on the host's loopback",
    .goal =
        "use databases, control interfaces and debuggers that listen on 127.0.0.1 and ask for no password",
    .reference = "network_namespaces(7); CIS Docker 1.6.0 5.10; MITRE ATT&CK T1046",
    .needs = "a service of the host on its loopback",
    .stopped_by = "network-namespace",
    .witness = "host-network",
    .not_shown = "what the service would do; the connection is closed at once; IPv6",
    .traits = {.waits = true},
    .attempt =
        [](const Setting&) {
          const NetworkPlace place = look_at_network();
          if (!place.hosts) return not_the_hosts_network(place);
          const auto table = read_file("/proc/net/tcp", 8 << 20);
          if (!table) return refused("open(2)", table.error().error_code);
          const std::vector<std::uint16_t> ports = loopback_ports(*table);
          if (ports.empty()) return skipped("nothing listens on the host's loopback");
          const Endpoint endpoint{"127.0.0.1", ports.front()};
          return judged_reach(reach_tcp(endpoint, patience_near), endpoint);
        },
};

}  // namespace taut::drills
