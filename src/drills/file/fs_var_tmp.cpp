#include "drills/catalogue.h"
#include "drills/tiny_program.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill fs_var_tmp{
    .id = "fs_var_tmp",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "drop a program into /var/tmp and run it",
    .goal = "run a tool from the scratch folder that images bring along, and that is not emptied",
    .reference = "hier(7); MITRE ATT&CK T1105",
    .needs = "",
    .stopped_by = "minimal-image + read-only-rootfs",
    .witness = "writable-root",
    .not_shown = "other folders of the image that everyone may write to: bld_wwdir",
    .traits = {.replaces_process = true},
    .attempt =
        [](const Setting&) {
          const Attempt planted = judged_planting("/var/tmp");
          if (planted.outcome != Outcome::succeeded) return planted;
          return drop_and_become("/var/tmp");
        },
};

}  // namespace taut::drills
