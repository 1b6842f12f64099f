#include <sys/statvfs.h>

#include <cerrno>

#include "drills/catalogue.h"

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
          struct statvfs file_system{};
          if (::statvfs("/tmp", &file_system) != 0) return refused("statfs(2)", errno);
          if ((file_system.f_flag & ST_NODEV) != 0)
            return stopped("statfs(2)", Layer::mount_option, "/tmp is mounted with nodev");
          return succeeded("statfs(2)", "/tmp is without nodev");
        },
};

}  // namespace taut::drills
