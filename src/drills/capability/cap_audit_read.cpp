#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include <cerrno>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_audit_read{
    .id = "cap_audit_read",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "listen to the host's audit log",
    .goal = "learn what all users of the host do, and what is seen of oneself",
    .reference = "netlink(7), NETLINK_AUDIT; capabilities(7), CAP_AUDIT_READ; MITRE ATT&CK T1654",
    .needs = "a kernel with an audit log",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-audit-read",
    .not_shown = "nothing is read",
    .capability = CAP_AUDIT_READ,
    .traits = {.clone_only = true},
    .attempt =
        [](const Setting&) {
          const UniqueFd fd(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_AUDIT));
          if (!fd && errno == EPROTONOSUPPORT) return skipped("this kernel keeps no audit log");
          if (!fd) return set_up_refused("socket(2)", errno);
          sockaddr_nl address{};
          address.nl_family = AF_NETLINK;
          address.nl_groups = 1U << (AUDIT_NLGRP_READLOG - 1);
          return judged("bind(2)",
                        ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
                        "may listen to audit records");
        },
};

}  // namespace taut::drills
