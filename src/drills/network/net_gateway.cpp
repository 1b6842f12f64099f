#include "drills/catalogue.h"
#include "drills/network/host_network.h"
#include "drills/network/reach.h"

namespace taut::drills {

constinit const Drill net_gateway{
    .id = "net_gateway",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "reach the host through the gateway of the network",
    .goal = "attack services of the host that no other machine can reach",
    .reference = "docs.docker.com/engine/network/drivers/bridge; MITRE ATT&CK T1046",
    .needs = "",
    .stopped_by = "isolated-network | network-namespace",
    .witness = "own-network",
    .not_shown =
        "which services the host offers there: one connection to port 9 (discard), then one to port 22, "
        "is all that is tried; a filter that answers with a reset looks like the host",
    .traits = {.waits = true},
    .attempt =
        [](const Setting& setting) {
          if (has_route() == false) return no_network();
          std::string gateway = setting.gateway;
          if (gateway.empty() && setting.clone) return skipped("its network has no address of the host");
          if (gateway.empty()) {
            // In place the default route may lead to the host, or away from it.
            if (look_at_network().hosts) return skipped("shares the host's network; see net_host_loopback");
            gateway = default_gateway();
          }
          if (gateway.empty()) return skipped("there is no default route");
          const Endpoint discard{gateway, 9};
          const Attempt first = judged_reach(reach_tcp(discard, patience_near), discard);
          if (first.outcome == Outcome::succeeded || first.layer != Layer::network) return first;
          const Endpoint shell{gateway, 22};
          return judged_reach(reach_tcp(shell, patience_near), shell);
        },
};

}  // namespace taut::drills
