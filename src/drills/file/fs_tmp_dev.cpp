#include <sys/statvfs.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill fs_tmp_dev{
    .id = "fs_tmp_dev",
    .tag = Tag::container_hardening,
    .kind = Kind::state,
    .title = "device nodes count in /tmp",
    .goal = "use a device node that somebody managed to make there",
    .reference = "mount(8), nodev; MITRE ATT&CK T1611",
    .needs = "a /tmp",
    .stopped_by = "tmpfs-options",
    .witness = "tmp-exec",
    .not_shown = "nothing is tried: only the options of the mount are read",
    .attempt =
        [](const Setting&) {
          const auto without_effect = mount_has("/tmp", ST_NODEV);
          if (!without_effect) return refused("fstatfs(2)", errno);
          if (*without_effect)
            return stopped("fstatfs(2)", Layer::mount_option, "/tmp is mounted with nodev");
          return succeeded("fstatfs(2)", "/tmp is without nodev");
        },
};

}  // namespace taut::drills
