#include <linux/capability.h>
#include <sys/mount.h>

#include <cerrno>
#include <string>

#include "drills/catalogue.h"
#include "drills/system_call/own_mounts.h"

namespace taut::drills {

constinit const Drill mnt_umount_masked{
    .id = "mnt_umount_masked",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "take away what covers a masked path",
    .goal = "see and change the parts of /proc that the engine hides",
    .reference = "umount(2); opencontainers/runtime-spec config-linux.md, Masked Paths; MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-sys-admin",
    .not_shown = "it is uncovered in a mount namespace of the attempt's own, and not opened",
    .capability = CAP_SYS_ADMIN,
    .traits = {.spends = true},
    .attempt =
        [](const Setting&) {
          // No mount point: EINVAL comes after the permission check.
          if (::umount2("/proc/self/status", MNT_DETACH) == -1 && errno != EINVAL)
            return refused("umount2(2)", errno);
          if (const auto end = into_own_mounts()) return *end;
          for (const char* masked : {"/proc/keys", "/proc/kcore", "/proc/timer_list", "/proc/sched_debug"})
            if (::umount2(masked, MNT_DETACH) == 0)
              return succeeded("umount2(2)",
                               std::string("uncovered ") + masked + ", in a mount namespace of its own");
          return succeeded("umount2(2)", "may take mounts away; none covers a path of /proc here");
        },
};

}  // namespace taut::drills
