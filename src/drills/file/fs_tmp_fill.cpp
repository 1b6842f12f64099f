#include "drills/catalogue.h"
#include "drills/filling.h"

namespace taut::drills {

constinit const Drill fs_tmp_fill{
    .id = "fs_tmp_fill",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "fill /tmp",
    .goal = "use up the memory or the disk that /tmp is made of, which others need too",
    .reference = "tmpfs(5), size; MITRE ATT&CK T1499",
    .needs = "a /tmp that can be written to",
    .stopped_by = "tmpfs-options",
    .witness = "big-tmp",
    .not_shown = "a limit above 48 MiB is not met",
    .traits = {.exhausts = true},
    .attempt = [](const Setting&) { return judged_filling("/tmp"); },
};

}  // namespace taut::drills
