#include "drills/catalogue.h"
#include "drills/network/reach.h"

namespace taut::drills {

constinit const Drill net_internet{
    .id = "net_internet",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "connect to a machine in the Internet",
    .goal = "load further tools, be controlled from outside, and carry data away",
    .reference = "docs.docker.com/engine/network/drivers/bridge; MITRE ATT&CK T1071, T1105",
    .needs = "--network-egress, and a machine with a way to the Internet",
    .stopped_by = "isolated-network | network-namespace",
    .witness = "egress",
    .not_shown = "other ports and addresses than 1.1.1.1:443; a proxy that the environment names",
    .traits = {.waits = true, .egress = true},
    .attempt =
        [](const Setting&) {
          if (has_route() == false) return no_network();
          const Endpoint endpoint{"1.1.1.1", 443};
          return judged_reach(reach_tcp(endpoint, patience_far), endpoint);
        },
};

}  // namespace taut::drills
