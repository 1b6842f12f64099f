#include <linux/capability.h>
#include <unistd.h>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_sys_chroot{
    .id = "cap_sys_chroot",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "change the root folder",
    .goal = "break out of a folder that a program was locked into, or lay a trap for setuid programs",
    .reference = "chroot(2); capabilities(7), CAP_SYS_CHROOT",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-sys-chroot",
    .not_shown = "the root folder is set to what it is",
    .capability = CAP_SYS_CHROOT,
    .attempt =
        [](const Setting&) {
          return judged("chroot(2)", ::chroot("/"), "set the root folder, to what it was");
        },
};

}  // namespace taut::drills
