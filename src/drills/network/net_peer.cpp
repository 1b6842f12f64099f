#include "drills/catalogue.h"
#include "drills/network/reach.h"

namespace taut::drills {

constinit const Drill net_peer{
    .id = "net_peer",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "connect to another container of the same network",
    .goal = "go on from here to services that trust their neighbours, such as databases and caches",
    .reference = "docs.docker.com/engine/network/drivers/bridge; CIS Docker 1.6.0 2.2; MITRE ATT&CK T1046",
    .needs = "a second container, which a probe starts beside the clone",
    .stopped_by = "isolated-network | network-namespace",
    .witness = "own-network",
    .not_shown = "containers of other networks",
    .traits = {.waits = true},
    .attempt =
        [](const Setting& setting) {
          if (has_route() == false) return no_network();
          const auto colon = setting.peer.rfind(':');
          if (colon == std::string::npos)
            return skipped("there is no other container of ours on its network");
          const auto port = parse_decimal(std::string_view(setting.peer).substr(colon + 1));
          const Endpoint peer{setting.peer.substr(0, colon), static_cast<std::uint16_t>(port.value_or(0))};
          return judged_reach(reach_tcp(peer, patience_near), peer);
        },
};

}  // namespace taut::drills
