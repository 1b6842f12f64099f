#include <linux/capability.h>
#include <sys/socket.h>

#include <cerrno>

#include "base/fd.h"
#include "drills/catalogue.h"
#include "drills/socket_family.h"

namespace taut::drills {

constinit const Drill cap_net_raw_packet{
    .id = "cap_net_raw_packet",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "open a packet socket",
    .goal =
        "see and forge every frame of the container's network, and reach a part of the kernel that has had "
        "many holes",
    .reference = "packet(7); CVE-2017-7308; CVE-2020-14386; MITRE ATT&CK T1040",
    .needs = "a kernel with packet sockets",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-net-raw",
    .not_shown = "no packet is sent or read",
    .capability = CAP_NET_RAW,
    .attempt =
        [](const Setting&) {
          if (!family_is_there("PACKET"))
            return skipped("this kernel has no packet sockets, or would load a module for them");
          const UniqueFd fd(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0));
          if (!fd && errno == EAFNOSUPPORT) return skipped("this kernel has no packet sockets");
          return judged("socket(2)", fd.get(), "a packet socket");
        },
};

}  // namespace taut::drills
