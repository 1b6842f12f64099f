#include <linux/netlink.h>
#include <sched.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/socket_family.h"

namespace taut::drills {

constinit const Drill ns_user_then_net{
    .id = "ns_user_then_net",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "reach the packet filter through new namespaces",
    .goal = "use the bugs of nf_tables, with the network administrator's rights in a namespace of one's own",
    .reference = "CVE-2024-1086; CVE-2023-32233; user_namespaces(7)",
    .needs = "a kernel with user namespaces",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "no rule is made",
    .traits = {.spends = true},
    .attempt =
        [](const Setting&) {
          if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return refused("unshare(2)", errno);
          const Attempt socket = judged_netlink(NETLINK_NETFILTER, "nfnetlink");
          if (socket.outcome == Outcome::skipped)
            return succeeded("unshare(2)",
                             "administrator of a network namespace of its own; this kernel has no nfnetlink");
          return socket;
        },
};

}  // namespace taut::drills
