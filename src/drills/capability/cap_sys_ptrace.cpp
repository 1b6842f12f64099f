#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/companion.h"

namespace taut::drills {

constinit const Drill cap_sys_ptrace{
    .id = "cap_sys_ptrace",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "trace a process that does not let itself be traced",
    .goal = "read keys out of other programs' memory and run code in them, whatever they did to prevent it",
    .reference = "ptrace(2); PR_SET_DUMPABLE(2const); MITRE ATT&CK T1055.008",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-sys-ptrace",
    .not_shown = "the process is its own, and is not stopped or read",
    .capability = CAP_SYS_PTRACE,
    .traits = {.needs_fork = true},
    .attempt =
        [](const Setting&) {
          const Companion victim([] { return ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : errno; });
          if (!victim) return set_up_refused(victim.started() ? "prctl(2)" : "fork(2)", victim.error());
          return judged("ptrace(2)", ::ptrace(PTRACE_SEIZE, victim.pid(), nullptr, nullptr),
                        "traced a process that is not dumpable");
        },
};

}  // namespace taut::drills
