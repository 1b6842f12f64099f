#include "drills/catalogue.h"
#include "drills/system_file.h"

namespace taut::drills {

constinit const Drill proc_masked_timer{
    .id = "proc_masked_timer",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "read the timers of the whole host",
    .goal = "see which programs run on the host, and when: a side channel",
    .reference =
        "proc_timer_list(5); opencontainers/runtime-spec config-linux.md, Masked Paths; MITRE ATT&CK T1082",
    .needs = "a kernel with /proc/timer_list",
    .stopped_by = "masked-paths + non-root-user",
    .witness = "root-paths",
    .not_shown = "the beginning is read",
    .attempt = [](const Setting&) { return judged_read("/proc/timer_list"); },
};

}  // namespace taut::drills
