#include "drills/catalogue.h"
#include "drills/filling.h"
#include "linux/mount_table.h"

namespace taut::drills {

constinit const Drill fs_rootfs_fill{
    .id = "fs_rootfs_fill",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "fill the root file system",
    .goal = "use up the disk below the engine, which all containers share",
    .reference = "MITRE ATT&CK T1499",
    .needs = "",
    .stopped_by = "minimal-image + read-only-rootfs | read-only-rootfs + non-root-user",
    .witness = "writable-root",
    .not_shown = "a quota above 48 MiB is not met",
    .traits = {.exhausts = true},
    .attempt =
        [](const Setting&) {
          Attempt attempt = skipped("no folder of the root file system was found");
          for (const std::string folder : {"/", "/var/tmp", "/tmp", "/run/lock"}) {
            const auto mount = kernel::mount_of(folder);
            if (!mount) return set_up_refused("open(2)", mount.error().error_code);
            if (mount->mount_point == "/" && attempt.outcome != Outcome::succeeded)
              attempt = judged_filling(folder);
          }
          return attempt;
        },
};

}  // namespace taut::drills
