#include "drills/catalogue.h"
#include "drills/filling.h"

namespace taut::drills {

constinit const Drill fs_shm_fill{
    .id = "fs_shm_fill",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "fill /dev/shm",
    .goal = "use up memory: Docker gives every container 64 MiB there",
    .reference = "shm_overview(7); tmpfs(5), size; MITRE ATT&CK T1499",
    .needs = "a /dev/shm that can be written to",
    .stopped_by = "tmpfs-options | ipc-namespace",
    .witness = "big-shm",
    .not_shown = "a limit above 48 MiB is not met",
    .traits = {.exhausts = true},
    .attempt = [](const Setting&) { return judged_filling("/dev/shm"); },
};

}  // namespace taut::drills
