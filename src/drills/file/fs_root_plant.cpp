#include "drills/catalogue.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill fs_root_plant{
    .id = "fs_root_plant",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "plant a file in the root folder",
    .goal = "leave a tool where the next start of the container finds it",
    .reference = "MITRE ATT&CK T1105",
    .needs = "",
    .stopped_by = "read-only-rootfs + non-root-user",
    .witness = "root",
    .not_shown = "other folders of the image, which may belong to the container's user",
    .attempt = [](const Setting&) { return judged_planting("/"); },
};

}  // namespace taut::drills
