#include <linux/capability.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_net_admin{
    .id = "cap_net_admin",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "configure a network interface",
    .goal = "take the firewall down, redirect or mirror the container's traffic",
    .reference = "netdevice(7); capabilities(7), CAP_NET_ADMIN; MITRE ATT&CK T1686",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities",
    .witness = "cap-net-admin",
    .not_shown =
        "the loopback interface gets the flags that it has; routes and filters take the same permission",
    .capability = CAP_NET_ADMIN,
    .attempt =
        [](const Setting&) {
          const UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
          if (!fd) return set_up_refused("socket(2)", errno);
          ifreq request{};
          request.ifr_name[0] = 'l';
          request.ifr_name[1] = 'o';
          if (::ioctl(fd.get(), SIOCGIFFLAGS, &request) != 0) return set_up_refused("ioctl(2)", errno);
          return judged("ioctl(2)", ::ioctl(fd.get(), SIOCSIFFLAGS, &request),
                        "set the flags of lo, to what they were");
        },
};

}  // namespace taut::drills
