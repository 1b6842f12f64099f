#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/past_check.h"

namespace taut::drills {

constinit const Drill mnt_pivot_root{
    .id = "mnt_pivot_root",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "exchange the root file system",
    .goal = "leave the container's files for others that were mounted",
    .reference = "pivot_root(2); MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-sys-admin",
    .not_shown = "the folder does not exist, so that only the permission is asked for",
    .capability = CAP_SYS_ADMIN,
    .attempt =
        [](const Setting&) {
          const char* nowhere = "/taut-drill-there-is-no-such-folder";
          return judged_past_check("pivot_root(2)", ::syscall(SYS_pivot_root, nowhere, nowhere), {ENOENT},
                                   "may exchange the root file system");
        },
};

}  // namespace taut::drills
