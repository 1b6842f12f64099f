#include <linux/keyctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill sys_add_key{
    .id = "sys_add_key",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "put a key into the kernel",
    .goal = "store data where no limit of the container counts it, and reach bugs of the key rings",
    .reference = "add_key(2); docs.docker.com/engine/security/seccomp",
    .needs = "a kernel with key rings",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "one key of one byte, in the ring of the attempt's own process, which ends with it",
    .attempt =
        [](const Setting&) {
          const long key = ::syscall(SYS_add_key, "user", "taut-drill", "x", 1, KEY_SPEC_PROCESS_KEYRING);
          const int error = errno;
          if (key != -1) ::syscall(SYS_keyctl, KEYCTL_UNLINK, key, KEY_SPEC_PROCESS_KEYRING);
          errno = error;
          return judged("add_key(2)", key, "the kernel keeps a key of ours");
        },
};

}  // namespace taut::drills
