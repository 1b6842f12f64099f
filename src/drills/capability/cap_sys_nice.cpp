#include <linux/capability.h>
#include <sys/resource.h>

#include <cerrno>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_sys_nice{
    .id = "cap_sys_nice",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "take a larger share of the processor",
    .goal = "slow the other containers down",
    .reference = "setpriority(2); capabilities(7), CAP_SYS_NICE; MITRE ATT&CK T1499",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-sys-nice",
    .not_shown = "the priority is put back at once",
    .capability = CAP_SYS_NICE,
    .attempt =
        [](const Setting&) {
          errno = 0;
          const int present = ::getpriority(PRIO_PROCESS, 0);
          if (errno != 0) return set_up_refused("getpriority(2)", errno);
          if (present <= -20) return skipped("this process has the highest priority already");
          if (::setpriority(PRIO_PROCESS, 0, present - 1) != 0) return refused("setpriority(2)", errno);
          ::setpriority(PRIO_PROCESS, 0, present);
          return succeeded("setpriority(2)", "raised its own priority, and put it back");
        },
};

}  // namespace taut::drills
