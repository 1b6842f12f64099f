#include <linux/capability.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_net_raw{
    .id = "cap_net_raw",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "open a raw socket",
    .goal = "forge packets, and read those of other programs on the network",
    .reference = "raw(7); capabilities(7), CAP_NET_RAW; MITRE ATT&CK T1040",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-net-raw",
    .not_shown = "no packet is sent or read",
    .capability = CAP_NET_RAW,
    .attempt =
        [](const Setting&) {
          const UniqueFd fd(::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP));
          return judged("socket(2)", fd.get(), "a raw ICMP socket");
        },
};

}  // namespace taut::drills
