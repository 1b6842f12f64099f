#include "drills/catalogue.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill fs_ld_preload{
    .id = "fs_ld_preload",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "plant a file in /etc",
    .goal = "add an ld.so.preload, and so a library to every program that starts",
    .reference = "ld.so(8), FILES; MITRE ATT&CK T1574.006",
    .needs = "",
    .stopped_by = "read-only-rootfs + non-root-user",
    .witness = "root",
    .not_shown = "a file of another name is made: ld.so.preload itself would be read by every program",
    .attempt = [](const Setting&) { return judged_planting("/etc"); },
};

}  // namespace taut::drills
