#include "drills/catalogue.h"
#include "drills/program/machine_code.h"

namespace taut::drills {

constinit const Drill ex_rwx{
    .id = "ex_rwx",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "run code in memory that can be written",
    .goal = "run shellcode: bytes that arrived as data",
    .reference = "mmap(2), PROT_EXEC; MITRE ATT&CK T1620",
    .needs = "",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown =
        "code made of the program's own instructions (return-oriented programming) needs no new executable "
        "memory",
    .attempt =
        [](const Setting&) {
          const MachineCode code(PROT_READ | PROT_WRITE | PROT_EXEC);
          if (!code) return refused("mmap(2)", code.error());
          code.write();
          return code.judged_run("mmap(2)");
        },
};

}  // namespace taut::drills
