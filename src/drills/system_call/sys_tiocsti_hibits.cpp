#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/past_check.h"

namespace taut::drills {

constinit const Drill sys_tiocsti_hibits{
    .id = "sys_tiocsti_hibits",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "a forbidden ioctl with high bits set",
    .goal = "get past a filter that compares 64 bits where the kernel looks at 32",
    .reference = "ioctl(2); seccomp(2); CVE-2019-10063",
    .needs = "",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "the descriptor is none: only whether the filter lets it through",
    .attempt =
        [](const Setting&) {
          const long result = ::syscall(SYS_ioctl, -1, TIOCSTI | 1L << 32, "x");
          return judged_past_check("ioctl(2)", result, {EBADF},
                                   "TIOCSTI + 2^32 reaches the kernel, which sees TIOCSTI");
        },
};

}  // namespace taut::drills
