#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/netlink.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>

#include "base/fd.h"
#include "drills/catalogue.h"
#include "drills/past_check.h"

namespace taut::drills {

constinit const Drill cap_audit_write{
    .id = "cap_audit_write",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "write into the host's audit log",
    .goal = "bury traces under forged records",
    .reference = "netlink(7), NETLINK_AUDIT; capabilities(7), CAP_AUDIT_WRITE; MITRE ATT&CK T1685.004",
    .needs = "a kernel with an audit log",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-audit-write",
    .not_shown = "an empty record is sent, which newer kernels take no notice of",
    .capability = CAP_AUDIT_WRITE,
    .traits = {.clone_only = true},
    .attempt =
        [](const Setting&) {
          const UniqueFd fd(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_AUDIT));
          if (!fd && errno == EPROTONOSUPPORT) return skipped("this kernel keeps no audit log");
          if (!fd) return set_up_refused("socket(2)", errno);
          struct {
            nlmsghdr head;
            char text[NLMSG_ALIGN(1)];
          } record{{NLMSG_LENGTH(1), AUDIT_USER, NLM_F_REQUEST | NLM_F_ACK, 1, 0}, {}};
          sockaddr_nl kernel{};
          kernel.nl_family = AF_NETLINK;
          if (::sendto(fd.get(), &record, sizeof record, 0, reinterpret_cast<const sockaddr*>(&kernel),
                       sizeof kernel) < 0)
            return errno == ECONNREFUSED ? stopped("sendto(2)", Layer::name_space,
                                                   "only the initial user namespace has an audit log")
                                         : refused("sendto(2)", errno);
          struct {
            nlmsghdr head;
            nlmsgerr error;
            char echo[64];
          } reply{};
          pollfd answer{fd.get(), POLLIN, 0};
          ::poll(&answer, 1, 500);
          if (::recv(fd.get(), &reply, sizeof reply, 0) <
              static_cast<ssize_t>(sizeof reply.head + sizeof reply.error))
            return broken("no answer from the audit log");
          errno = -reply.error.error;
          if (errno == ECONNREFUSED)
            return stopped("sendto(2)", Layer::name_space,
                           "only the initial user namespace has an audit log");
          return judged_past_check("sendto(2)", errno == 0 ? 0 : -1, {EINVAL},
                                   "the audit log took a record of ours");
        },
};

}  // namespace taut::drills
