#include <linux/netlink.h>

#include "drills/catalogue.h"
#include "drills/socket_family.h"

namespace taut::drills {

constinit const Drill sys_netlink_route{
    .id = "sys_netlink_route",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "ask the kernel about the network",
    .goal = "learn the network's shape, and reach the code that configures it",
    .reference = "rtnetlink(7)",
    .needs = "",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "nothing is asked",
    .attempt = [](const Setting&) { return judged_netlink(NETLINK_ROUTE, "route"); },
};

}  // namespace taut::drills
