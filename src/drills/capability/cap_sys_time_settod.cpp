#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_sys_time_settod{
    .id = "cap_sys_time_settod",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "set the clock of the host",
    .goal = "make certificates valid or invalid, and date traces as it suits",
    .reference = "settimeofday(2); capabilities(7), CAP_SYS_TIME",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-sys-time",
    .not_shown = "no time is given, so that only the permission is asked for",
    .capability = CAP_SYS_TIME,
    .attempt =
        [](const Setting&) {
          return judged("settimeofday(2)", ::syscall(SYS_settimeofday, nullptr, nullptr),
                        "may set the clock");
        },
};

}  // namespace taut::drills
