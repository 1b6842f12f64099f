#include "drills/catalogue.h"
#include "drills/network/reach.h"

namespace taut::drills {

constinit const Drill net_metadata{
    .id = "net_metadata",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "connect to the cloud's metadata service",
    .goal = "get the credentials that a cloud hands to its virtual machine, and with them its account",
    .reference = "MITRE ATT&CK T1552.005",
    .needs = "--network-egress, and a virtual machine of a cloud",
    .stopped_by = "isolated-network | network-namespace",
    .witness = "egress",
    .not_shown = "nothing is asked for: the connection to 169.254.169.254:80 is closed at once",
    .traits = {.waits = true, .egress = true},
    .attempt =
        [](const Setting&) {
          if (has_route() == false) return no_network();
          const Endpoint endpoint{"169.254.169.254", 80};
          return judged_reach(reach_tcp(endpoint, patience_far), endpoint);
        },
};

}  // namespace taut::drills
