#include <linux/capability.h>
#include <sys/mount.h>

#include "drills/catalogue.h"
#include "drills/system_call/own_mounts.h"

namespace taut::drills {

constinit const Drill mnt_tmpfs{
    .id = "mnt_tmpfs",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "mount a file system",
    .goal = "cover the container's files with one's own, or get at file systems of the host",
    .reference = "mount(2); MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-sys-admin",
    .not_shown = "the mount is made in a mount namespace of the attempt's own",
    .capability = CAP_SYS_ADMIN,
    .traits = {.spends = true},
    .attempt =
        [](const Setting&) {
          if (const auto end = into_own_mounts()) return *end;
          return judged("mount(2)",
                        ::mount("taut", "/", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=4k"),
                        "mounted a tmpfs over the root folder, in a mount namespace of its own");
        },
};

}  // namespace taut::drills
