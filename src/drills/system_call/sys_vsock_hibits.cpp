#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/past_check.h"
#include "drills/socket_family.h"

namespace taut::drills {

constinit const Drill sys_vsock_hibits{
    .id = "sys_vsock_hibits",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "a forbidden socket family with high bits set",
    .goal = "get past a filter that compares 64 bits where the kernel looks at 32",
    .reference = "socket(2); seccomp(2); CVE-2019-10063",
    .needs = "",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "the type is one that no family has: only whether the filter lets it through",
    .attempt =
        [](const Setting&) {
          const long result = ::syscall(SYS_socket, AF_VSOCK | 1L << 32, type_that_no_family_has, 0);
          return judged_past_check("socket(2)", result, {EINVAL},
                                   "AF_VSOCK + 2^32 reaches the kernel, which sees AF_VSOCK");
        },
};

}  // namespace taut::drills
