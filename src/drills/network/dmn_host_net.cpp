#include "drills/catalogue.h"
#include "drills/network/host_network.h"

namespace taut::drills {

constinit const Drill dmn_host_net{
    .id = "dmn_host_net",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "look for the host's network interfaces",
    .goal = "see every connection of the host, and talk to what trusts its own machine",
    .reference = "network_namespaces(7); CIS Docker 1.6.0 5.10; MITRE ATT&CK T1016",
    .needs = "",
    .stopped_by = "network-namespace",
    .witness = "host-network",
    .not_shown = "a container that runs an engine of its own has bridges too, and is taken for a host",
    .attempt =
        [](const Setting&) {
          const NetworkPlace place = look_at_network();
          return place.hosts ? succeeded("readdir(3)", place.evidence) : not_the_hosts_network(place);
        },
};

}  // namespace taut::drills
