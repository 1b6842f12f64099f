#include <linux/capability.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>

#include "base/fd.h"
#include "drills/catalogue.h"
#include "drills/past_check.h"

namespace taut::drills {

constinit const Drill cap_net_bind{
    .id = "cap_net_bind",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "listen on a port below 1024",
    .goal = "pose as a system service to whoever trusts its port",
    .reference =
        "Documentation/networking/ip-sysctl.rst, ip_unprivileged_port_start; capabilities(7), "
        "CAP_NET_BIND_SERVICE",
    .needs = "",
    .stopped_by = "unprivileged-ports | non-root-user + drop-capabilities",
    .witness = "cap-net-bind-service",
    .not_shown = "the port is bound and given back; nothing listens on it",
    .capability = CAP_NET_BIND_SERVICE,
    .attempt =
        [](const Setting&) {
          const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
          if (!fd) return set_up_refused("socket(2)", errno);
          sockaddr_in address{};
          address.sin_family = AF_INET;
          address.sin_port = htons(81);
          const int bound = ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
          return judged_past_check("bind(2)", bound, {EADDRINUSE}, "may bind port 81");
        },
};

}  // namespace taut::drills
