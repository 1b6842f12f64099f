#include <linux/keyctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/past_check.h"

namespace taut::drills {

constinit const Drill sys_keyctl{
    .id = "sys_keyctl",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "ask for the kernel's key rings",
    .goal = "read or flood key rings, which are shared by all containers of a user, and reach their bugs",
    .reference = "keyctl(2); keyrings(7); CVE-2016-0728",
    .needs = "a kernel with key rings",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "only the id of the process's own ring is asked for; nothing is made, read or added",
    .attempt =
        [](const Setting&) {
          const long ring = ::syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_PROCESS_KEYRING, 0);
          return judged_past_check("keyctl(2)", ring, {ENOKEY}, "the key rings answered");
        },
};

}  // namespace taut::drills
