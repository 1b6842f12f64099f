#include <cerrno>

#include "drills/catalogue.h"
#include "drills/program/machine_code.h"

namespace taut::drills {

constinit const Drill ex_mprotect{
    .id = "ex_mprotect",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "make written memory executable",
    .goal = "run shellcode in two steps, as loaders and compilers do: write first, then turn it into code",
    .reference = "mprotect(2); MITRE ATT&CK T1620",
    .needs = "",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown =
        "code made of the program's own instructions (return-oriented programming) needs no new executable "
        "memory",
    .attempt =
        [](const Setting&) {
          const MachineCode code(PROT_READ | PROT_WRITE);
          if (!code) return set_up_refused("mmap(2)", code.error());
          code.write();
          if (!code.protect(PROT_READ | PROT_EXEC)) return refused("mprotect(2)", errno);
          return code.judged_run("mprotect(2)");
        },
};

}  // namespace taut::drills
