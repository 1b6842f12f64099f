#include <sys/socket.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/socket_family.h"

namespace taut::drills {

constinit const Drill sys_exotic_families{
    .id = "sys_exotic_families",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "open sockets of families that no service uses",
    .goal = "find a protocol of the kernel that hardly anybody looks after",
    .reference = "socket(2); CVE-2010-2959; CVE-2017-6074",
    .needs = "",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown =
        "the type is one that no family has, so that no module is loaded: which of them this kernel has is "
        "not asked",
    .attempt =
        [](const Setting&) {
          int through = 0;
          int error = EAFNOSUPPORT;
          for (int family = 1; family < AF_MAX; ++family) {
            if (family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK)
              continue;
            if (::socket(family, type_that_no_family_has, 0) == -1 && errno == EINVAL)
              ++through;
            else if (errno != EAFNOSUPPORT)
              error = errno;
          }
          if (through == 0) return refused("socket(2)", error);
          return succeeded("socket(2)", std::to_string(through) +
                                            " families beyond Unix, IP and netlink reach the kernel");
        },
};

}  // namespace taut::drills
