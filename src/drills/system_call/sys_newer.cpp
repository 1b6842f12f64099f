#include <unistd.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/past_check.h"

namespace taut::drills {

constinit const Drill sys_newer{
    .id = "sys_newer",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "a call that is younger than most filters",
    .goal = "use what came into the kernel after the filter was written",
    .reference = "listmount(2); seccomp(2)",
    .needs = "Linux 6.8",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "no mount is listed",
    .since = {6, 8},
    .attempt =
        [](const Setting&) {
          constexpr long listmount = 458;
          return judged_past_check("listmount(2)", ::syscall(listmount, nullptr, nullptr, 0, 0),
                                   {EFAULT, EINVAL}, "the call reaches the kernel");
        },
};

}  // namespace taut::drills
