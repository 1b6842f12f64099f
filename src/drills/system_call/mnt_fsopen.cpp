#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill mnt_fsopen{
    .id = "mnt_fsopen",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "open a file system for mounting",
    .goal = "mount by the newer calls, one of which has been a way out of containers",
    .reference = "fsopen(2); CVE-2022-0185",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-sys-admin",
    .not_shown = "nothing is mounted",
    .capability = CAP_SYS_ADMIN,
    .since = {5, 2},
    .attempt =
        [](const Setting&) {
          constexpr unsigned close_on_exec = 1;  // FSOPEN_CLOEXEC
          const UniqueFd context(static_cast<int>(::syscall(SYS_fsopen, "tmpfs", close_on_exec)));
          return judged("fsopen(2)", context.get(), "a context for mounting a tmpfs");
        },
};

}  // namespace taut::drills
