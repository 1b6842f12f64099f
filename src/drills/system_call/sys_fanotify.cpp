#include <fcntl.h>
#include <linux/capability.h>
#include <sys/fanotify.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill sys_fanotify{
    .id = "sys_fanotify",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "watch every access to files",
    .goal = "see, and hold up, every access to files of a mount",
    .reference = "fanotify_init(2); capabilities(7), CAP_SYS_ADMIN",
    .needs = "a kernel with fanotify",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-sys-admin",
    .not_shown = "nothing is watched",
    .capability = CAP_SYS_ADMIN,
    .attempt =
        [](const Setting&) {
          const UniqueFd fd(static_cast<int>(
              ::syscall(SYS_fanotify_init, FAN_CLASS_CONTENT | FAN_CLOEXEC | FAN_NONBLOCK, O_RDONLY)));
          return judged("fanotify_init(2)", fd.get(), "may decide about accesses to files");
        },
};

}  // namespace taut::drills
