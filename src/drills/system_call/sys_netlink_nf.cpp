#include <linux/netlink.h>

#include "drills/catalogue.h"
#include "drills/socket_family.h"

namespace taut::drills {

constinit const Drill sys_netlink_nf{
    .id = "sys_netlink_nf",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "open a socket to the packet filter",
    .goal = "reach nf_tables, which has often been a way to root",
    .reference = "netlink(7), NETLINK_NETFILTER; CVE-2024-1086",
    .needs = "a kernel with nfnetlink",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "nothing is asked; rules take CAP_NET_ADMIN, here or in a namespace of one's own",
    .attempt = [](const Setting&) { return judged_netlink(NETLINK_NETFILTER, "nfnetlink"); },
};

}  // namespace taut::drills
