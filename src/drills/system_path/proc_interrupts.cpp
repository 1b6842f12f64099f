#include "drills/catalogue.h"
#include "drills/system_file.h"

namespace taut::drills {

constinit const Drill proc_interrupts{
    .id = "proc_interrupts",
    .tag = Tag::container_hardening,
    .kind = Kind::info,
    .title = "read the interrupts of the whole host",
    .goal = "time keys, disks and network of others: a side channel",
    .reference = "proc_interrupts(5); moby/moby#49560; MITRE ATT&CK T1082",
    .needs = "",
    .stopped_by = "none",
    .witness = "hardened",
    .not_shown = "engines since 2025 mask it",
    .attempt = [](const Setting&) { return judged_read("/proc/interrupts"); },
};

}  // namespace taut::drills
