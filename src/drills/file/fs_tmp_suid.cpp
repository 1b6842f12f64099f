#include <sys/statvfs.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill fs_tmp_suid{
    .id = "fs_tmp_suid",
    .tag = Tag::container_hardening,
    .kind = Kind::state,
    .title = "setuid files count in /tmp",
    .goal = "let somebody with another uid leave a program that runs as them",
    .reference = "mount(8), nosuid; MITRE ATT&CK T1548.001",
    .needs = "a /tmp",
    .stopped_by = "tmpfs-options",
    .witness = "tmp-exec",
    .not_shown = "nothing is tried: only the options of the mount are read",
    .attempt =
        [](const Setting&) {
          const auto without_effect = mount_has("/tmp", ST_NOSUID);
          if (!without_effect) return refused("fstatfs(2)", errno);
          if (*without_effect)
            return stopped("fstatfs(2)", Layer::mount_option, "/tmp is mounted with nosuid");
          return succeeded("fstatfs(2)", "/tmp is without nosuid");
        },
};

}  // namespace taut::drills
