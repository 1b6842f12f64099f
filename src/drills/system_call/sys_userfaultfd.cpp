#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "base/fd.h"
#include "drills/catalogue.h"
#include "drills/past_check.h"

namespace taut::drills {

constinit const Drill sys_userfaultfd{
    .id = "sys_userfaultfd",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "stop the kernel at a page of one's choice",
    .goal = "widen the races that other exploits have to win",
    .reference = "userfaultfd(2); docs.docker.com/engine/security/seccomp",
    .needs = "a kernel with userfaultfd(2)",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "no page is registered",
    .attempt =
        [](const Setting&) {
          const UniqueFd fd(
              static_cast<int>(::syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK | UFFD_USER_MODE_ONLY)));
          // EINVAL: a kernel before 5.11, which does not know the flag and allows more.
          if (!fd)
            return judged_past_check("userfaultfd(2)", -1, {EINVAL},
                                     "the kernel hands page faults to everybody");
          return succeeded("userfaultfd(2)", "handles page faults of its own");
        },
};

}  // namespace taut::drills
