#include <sys/mman.h>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill sys_memfd_create{
    .id = "sys_memfd_create",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "make a file that is nowhere",
    .goal = "hold a program in memory and run it without leaving a file",
    .reference = "memfd_create(2); MITRE ATT&CK T1620",
    .needs = "",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "nothing is written into it, or run",
    .attempt =
        [](const Setting&) {
          const UniqueFd fd(::memfd_create("taut-drill", MFD_CLOEXEC));
          return judged("memfd_create(2)", fd.get(), "a file without a name");
        },
};

}  // namespace taut::drills
