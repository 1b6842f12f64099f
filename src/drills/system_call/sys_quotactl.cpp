#include <linux/quota.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "drills/catalogue.h"
#include "drills/past_check.h"

namespace taut::drills {

constinit const Drill sys_quotactl{
    .id = "sys_quotactl",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "ask about disk quotas",
    .goal = "reach a part of the kernel that no service in a container uses",
    .reference = "quotactl(2); docs.docker.com/engine/security/seccomp",
    .needs = "a kernel with disk quotas",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "the device does not exist, so that nothing is asked of a disk",
    .attempt =
        [](const Setting&) {
          std::uint32_t format = 0;
          const long result = ::syscall(SYS_quotactl, QCMD(Q_GETFMT, USRQUOTA),
                                        "/taut-drill-there-is-no-such-device", 0, &format);
          return judged_past_check("quotactl(2)", result, {ENOENT, ENODEV, ENOTBLK},
                                   "the kernel looked for the disk");
        },
};

}  // namespace taut::drills
