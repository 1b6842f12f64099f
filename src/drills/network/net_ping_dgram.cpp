#include "drills/catalogue.h"
#include "drills/network/reach.h"

namespace taut::drills {

constinit const Drill net_ping_dgram{
    .id = "net_ping_dgram",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "open an ICMP socket",
    .goal = "send data out inside pings, and reach one more interface of the kernel",
    .reference = "icmp(7), ping_group_range; MITRE ATT&CK T1095",
    .needs = "",
    .stopped_by = "no-ping",
    .witness = "root",
    .not_shown = "no packet is sent",
    .attempt =
        [](const Setting&) {
          const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, IPPROTO_ICMP));
          if (socket) return succeeded("socket(2)", "an ICMP socket");
          Attempt attempt = refused("socket(2)", errno);
          // ping_init_sock() gives EACCES for a group outside the range of the sysctl, and nobody else does
          // here.
          if (attempt.error == EACCES) attempt.layer = Layer::engine;
          return attempt;
        },
};

}  // namespace taut::drills
