#include <fcntl.h>
#include <sys/stat.h>

#include "drills/catalogue.h"
#include "drills/file/data_mounts.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill fs_config_write{
    .id = "fs_config_write",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "change the settings that are mounted in",
    .goal = "have the service do something else from its next start on",
    .reference = "MITRE ATT&CK T1565.001",
    .needs = "settings that are mounted in",
    .stopped_by = "read-only-mounts",
    .witness = "settings-writable",
    .not_shown =
        "settings are known by the place of their mount: /etc, or a path with conf or settings in it",
    .attempt =
        [](const Setting&) {
          const auto mounts = kernel::read_mounts();
          if (!mounts) return set_up_refused("open(2)", mounts.error().error_code);
          Attempt attempt = skipped("no settings are mounted in");
          for (const kernel::Mount& mount : *mounts) {
            const std::string& path = mount.mount_point;
            struct stat status{};
            if (!holds_settings(path) || !lies_in_image(mount, *mounts) || ::stat(path.c_str(), &status) != 0)
              continue;
            if (attempt.outcome == Outcome::succeeded) break;
            attempt = S_ISDIR(status.st_mode)
                          ? judged_planting(path)
                          : judged_open(path, O_WRONLY, path + " is open for writing; nothing was written");
          }
          return attempt;
        },
};

}  // namespace taut::drills
