#include "drills/catalogue.h"
#include "drills/network/dns.h"

namespace taut::drills {

/// The first IPv4 resolver of resolv.conf(5), "" when it has none.
inline std::string first_resolver(std::string_view resolv_conf) {
  for (const std::string_view line : split(resolv_conf, '\n')) {
    if (!line.starts_with("nameserver")) continue;
    const std::string address(trim(line.substr(10)));
    if (socket_address({address, 53})) return address;
  }
  return "";
}

constinit const Drill net_dns_exfil{
    .id = "net_dns_exfil",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "ask the resolver for a name of the Internet",
    .goal = "carry data away inside the names that are asked for, by way of a resolver that may go out",
    .reference = "CVE-2024-29018; MITRE ATT&CK T1048.003, T1071.004",
    .needs = "--network-egress, and a resolver with a way to the Internet",
    .stopped_by = "isolated-network | network-namespace",
    .witness = "egress",
    .not_shown = "resolvers that are given by an IPv6 address",
    .traits = {.waits = true, .egress = true},
    .attempt =
        [](const Setting&) {
          const auto resolv_conf = read_file("/etc/resolv.conf");
          if (!resolv_conf) return refused("open(2)", resolv_conf.error().error_code);
          const std::string resolver = first_resolver(*resolv_conf);
          if (resolver.empty()) return stopped("open(2)", Layer::network, "resolv.conf names no resolver");
          const DnsAnswer answer = ask_dns({resolver, 53}, "taut-drill.example.com", patience_far);
          if (answer.error) return refused(answer.step, answer.error);
          if (answer.comes_from_outside()) return succeeded("recv(2)", resolver + " asked it for us");
          return stopped("recv(2)", Layer::network,
                         resolver + " could not ask (response code " + std::to_string(answer.code) + ")");
        },
};

}  // namespace taut::drills
