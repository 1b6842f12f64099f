#include <sys/ptrace.h>

#include "drills/catalogue.h"
#include "drills/companion.h"

namespace taut::drills {

constinit const Drill sys_ptrace_child{
    .id = "sys_ptrace_child",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "trace another process of the same user",
    .goal = "read keys out of its memory and run code in it",
    .reference = "ptrace(2); MITRE ATT&CK T1055.008",
    .needs = "",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "the process is a child of its own, which Yama allows too; it is not stopped or read",
    .traits = {.needs_fork = true},
    .attempt =
        [](const Setting&) {
          const Companion victim([] { return 0; });
          if (!victim) return set_up_refused("fork(2)", victim.error());
          return judged("ptrace(2)", ::ptrace(PTRACE_SEIZE, victim.pid(), nullptr, nullptr),
                        "traced another process");
        },
};

}  // namespace taut::drills
