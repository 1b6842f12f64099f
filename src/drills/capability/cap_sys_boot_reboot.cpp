#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/past_check.h"

namespace taut::drills {

constinit const Drill cap_sys_boot_reboot{
    .id = "cap_sys_boot_reboot",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "restart the machine",
    .goal = "take the service down; in a container of the host's process namespace, the host",
    .reference = "reboot(2); capabilities(7), CAP_SYS_BOOT; MITRE ATT&CK T1529",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-sys-boot",
    .not_shown = "the magic numbers are wrong, so that only the permission is asked for",
    .capability = CAP_SYS_BOOT,
    .attempt =
        [](const Setting&) {
          return judged_past_check("reboot(2)", ::syscall(SYS_reboot, 0, 0, 0, nullptr), {EINVAL},
                                   "may restart the machine");
        },
};

}  // namespace taut::drills
