#include "drills/catalogue.h"
#include "drills/filling.h"

namespace taut::drills {

constinit const Drill fs_tmp_inodes{
    .id = "fs_tmp_inodes",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "make thousands of files in /tmp",
    .goal = "use up kernel memory or inodes with files that have no size",
    .reference = "tmpfs(5), nr_inodes; MITRE ATT&CK T1499",
    .needs = "a /tmp that can be written to",
    .stopped_by = "tmpfs-options",
    .witness = "big-tmp",
    .not_shown = "a limit above 3,000 files is not met",
    .traits = {.exhausts = true},
    .attempt = [](const Setting&) { return judged_many_files("/tmp"); },
};

}  // namespace taut::drills
