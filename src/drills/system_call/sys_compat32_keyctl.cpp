#include <cerrno>

#include "drills/catalogue.h"
#include "drills/system_call/call_32.h"

namespace taut::drills {

constinit const Drill sys_compat32_keyctl{
    .id = "sys_compat32_keyctl",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "a forbidden call by the 32-bit interface",
    .goal = "make by another number the calls that the filter forbids",
    .reference = "seccomp(2), AUDIT_ARCH_I386; keyctl(2)",
    .needs = "an x86 kernel with 32-bit programs",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "only the id of the process's own key ring is asked for",
    .attempt =
        [](const Setting&) {
#if defined(__x86_64__)
          constexpr long keyctl_32 = 288;
          constexpr long process_ring =
              -2;  // KEY_SPEC_PROCESS_KEYRING; the operation is 0, KEYCTL_GET_KEYRING_ID
          return judged_call_32(keyctl_32, 0, process_ring, {ENOKEY},
                                "the key rings answered through the 32-bit interface");
#else
          return skipped("only x86 has this interface");
#endif
        },
};

}  // namespace taut::drills
