#include <sys/personality.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill sys_personality{
    .id = "sys_personality",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "switch off the randomisation of addresses",
    .goal = "make the addresses of the next program known, for exploits that need them",
    .reference = "personality(2); docs.docker.com/engine/security/seccomp",
    .needs = "",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "it is switched on again; no program is started",
    .attempt =
        [](const Setting&) {
          const long before = ::syscall(SYS_personality, ADDR_NO_RANDOMIZE);
          const int error = errno;
          if (before != -1) ::syscall(SYS_personality, before);
          errno = error;
          return judged("personality(2)", before,
                        "switched the randomisation of addresses off, and on again");
        },
};

}  // namespace taut::drills
