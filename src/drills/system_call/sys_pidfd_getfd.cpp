#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "base/fd.h"
#include "drills/catalogue.h"
#include "drills/companion.h"

namespace taut::drills {

constinit const Drill sys_pidfd_getfd{
    .id = "sys_pidfd_getfd",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "take a descriptor of another process",
    .goal = "use files and connections that the service has open",
    .reference = "pidfd_getfd(2)",
    .needs = "",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "the process is a child of its own, which Yama allows too",
    .since = {5, 6},
    .traits = {.needs_fork = true},
    .attempt =
        [](const Setting&) {
          const Companion victim([] { return 0; });
          if (!victim) return set_up_refused("fork(2)", victim.error());
          const UniqueFd process(static_cast<int>(::syscall(SYS_pidfd_open, victim.pid(), 0)));
          if (!process) return set_up_refused("pidfd_open(2)", errno);
          const UniqueFd taken(
              static_cast<int>(::syscall(SYS_pidfd_getfd, process.get(), victim.descriptor(), 0)));
          return judged("pidfd_getfd(2)", taken.get(), "took a descriptor of another process");
        },
};

}  // namespace taut::drills
