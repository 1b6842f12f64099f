#include <sys/syscall.h>
#include <unistd.h>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill sys_modify_ldt{
    .id = "sys_modify_ldt",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "read the local descriptor table",
    .goal = "reach old parts of the kernel that hardly any program uses",
    .reference = "modify_ldt(2)",
    .needs = "an x86 kernel with modify_ldt(2)",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "the table is read, not changed",
    .attempt =
        [](const Setting&) {
#if defined(__x86_64__)
          char table[16];
          return judged("modify_ldt(2)", ::syscall(SYS_modify_ldt, 0, table, sizeof table),
                        "the kernel answered");
#else
          return skipped("only x86 has such a table");
#endif
        },
};

}  // namespace taut::drills
