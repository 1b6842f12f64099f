#include <linux/kcmp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill sys_kcmp{
    .id = "sys_kcmp",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "compare kernel objects",
    .goal = "learn the order of objects in the kernel's memory, for exploits that need it",
    .reference = "kcmp(2); docs.docker.com/engine/security/seccomp",
    .needs = "a kernel with kcmp(2)",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "only its own process is compared, with itself",
    .attempt =
        [](const Setting&) {
          return judged("kcmp(2)", ::syscall(SYS_kcmp, ::getpid(), ::getpid(), KCMP_VM, 0, 0),
                        "compared its own memory with itself");
        },
};

}  // namespace taut::drills
