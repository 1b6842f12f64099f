#include <sys/syscall.h>
#include <unistd.h>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill sys_mempolicy{
    .id = "sys_mempolicy",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "ask for the memory policy",
    .goal = "reach the kernel's placement of memory on processors, which no ordinary service uses",
    .reference = "get_mempolicy(2); docs.docker.com/engine/security/seccomp",
    .needs = "a kernel with NUMA",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "the policy is read, not changed",
    .attempt =
        [](const Setting&) {
          return judged("get_mempolicy(2)", ::syscall(SYS_get_mempolicy, nullptr, nullptr, 0, nullptr, 0),
                        "the kernel answered");
        },
};

}  // namespace taut::drills
