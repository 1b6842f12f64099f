#include "drills/catalogue.h"
#include "drills/system_call/call_32.h"

namespace taut::drills {

constinit const Drill sys_compat32{
    .id = "sys_compat32",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "a system call of the 32-bit interface",
    .goal = "reach the kernel by a second door with numbers of its own, which a filter may not guard",
    .reference = "seccomp(2), AUDIT_ARCH_I386; syscall(2)",
    .needs = "an x86 kernel with 32-bit programs",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "a call that every filter would allow: only whether the door is open",
    .attempt =
        [](const Setting&) {
#if defined(__x86_64__)
          constexpr long getpid_32 = 20;
          return judged_call_32(getpid_32, 0, 0, {}, "the kernel answered through the 32-bit interface");
#else
          return skipped("only x86 has this interface");
#endif
        },
};

}  // namespace taut::drills
