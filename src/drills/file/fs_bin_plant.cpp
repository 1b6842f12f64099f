#include "drills/catalogue.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill fs_bin_plant{
    .id = "fs_bin_plant",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "plant a program in /usr/local/bin",
    .goal = "be started in the place of a tool, by an administrator or a script",
    .reference = "MITRE ATT&CK T1574.007",
    .needs = "",
    .stopped_by = "minimal-image + read-only-rootfs + non-root-user",
    .witness = "root",
    .not_shown = "whether anybody has this folder first in PATH",
    .attempt = [](const Setting&) { return judged_planting("/usr/local/bin"); },
};

}  // namespace taut::drills
