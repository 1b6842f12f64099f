#include "drills/catalogue.h"
#include "drills/network/dns.h"

namespace taut::drills {

constinit const Drill net_udp_egress{
    .id = "net_udp_egress",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "exchange UDP packets with the Internet",
    .goal = "carry data away where only TCP is filtered",
    .reference = "docs.docker.com/engine/network/drivers/bridge; MITRE ATT&CK T1048.003",
    .needs = "--network-egress, and a machine with a way to the Internet",
    .stopped_by = "isolated-network | network-namespace",
    .witness = "egress",
    .not_shown = "other ports and addresses than 1.1.1.1:53; that packets go out and no answer comes back",
    .traits = {.waits = true, .egress = true},
    .attempt =
        [](const Setting&) {
          if (has_route() == false) return no_network();
          const DnsAnswer answer = ask_dns({"1.1.1.1", 53}, "example.com", patience_far);
          if (answer.error) return refused(answer.step, answer.error);
          return succeeded("recv(2)", "1.1.1.1:53 answers");
        },
};

}  // namespace taut::drills
