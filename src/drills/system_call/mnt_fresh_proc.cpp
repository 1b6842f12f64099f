#include <linux/capability.h>
#include <sys/mount.h>

#include "drills/catalogue.h"
#include "drills/system_call/own_mounts.h"

namespace taut::drills {

constinit const Drill mnt_fresh_proc{
    .id = "mnt_fresh_proc",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "mount a second /proc",
    .goal = "have a /proc without the engine's masks: every setting of the kernel can be written there",
    .reference = "mount(2); proc(5); MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-sys-admin",
    .not_shown = "it is mounted in a mount namespace of the attempt's own; nothing in it is opened",
    .capability = CAP_SYS_ADMIN,
    .traits = {.spends = true},
    .attempt =
        [](const Setting&) {
          if (const auto end = into_own_mounts()) return *end;
          return judged("mount(2)",
                        ::mount("taut", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr),
                        "mounted a /proc without masks, in a mount namespace of its own");
        },
};

}  // namespace taut::drills
