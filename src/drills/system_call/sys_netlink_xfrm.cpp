#include <linux/netlink.h>

#include "drills/catalogue.h"
#include "drills/socket_family.h"

namespace taut::drills {

constinit const Drill sys_netlink_xfrm{
    .id = "sys_netlink_xfrm",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "open a socket to IPsec",
    .goal = "reach the code that configures IPsec, which has been a way to root",
    .reference = "netlink(7), NETLINK_XFRM; CVE-2017-16939",
    .needs = "a kernel with IPsec",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "nothing is asked",
    .attempt = [](const Setting&) { return judged_netlink(NETLINK_XFRM, "xfrm"); },
};

}  // namespace taut::drills
