#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "drills/catalogue.h"
#include "drills/companion.h"

namespace taut::drills {

constinit const Drill cap_kill{
    .id = "cap_kill",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "signal a process of another user",
    .goal = "stop other services in the container, or the processes that watch it",
    .reference = "kill(2); capabilities(7), CAP_KILL; MITRE ATT&CK T1489",
    .needs = "CAP_SETUID, to make a process of another user",
    .stopped_by = "non-root-user + drop-capabilities",
    .witness = "cap-kill",
    .not_shown =
        "signal 0 is sent, which only asks; the process is one of its own that became another user, so it "
        "cannot be tried without CAP_SETUID",
    .capability = CAP_KILL,
    .traits = {.needs_fork = true},
    .attempt =
        [](const Setting&) {
          const uid_t other = ::geteuid() == 0 ? 65534 : 0;
          const Companion victim(
              [&] { return ::syscall(SYS_setresuid, other, other, other) == 0 ? 0 : errno; });
          if (!victim) return set_up_refused(victim.started() ? "setresuid(2)" : "fork(2)", victim.error());
          return judged("kill(2)", ::kill(victim.pid(), 0),
                        "may signal a process of uid " + std::to_string(other));
        },
};

}  // namespace taut::drills
