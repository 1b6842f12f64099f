#include <linux/seccomp.h>
#include <sys/prctl.h>

#include <cerrno>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill state_seccomp{
    .id = "state_seccomp",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::state,
    .title = "a seccomp filter",
    .goal = "make any system call of the kernel, and reach its bugs",
    .reference = "seccomp(2); PR_GET_SECCOMP(2const)",
    .needs = "",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "nothing is tried: what the filter lets through is for the other drills to show",
    .attempt =
        [](const Setting&) {
          const int mode = ::prctl(PR_GET_SECCOMP, 0, 0, 0, 0);
          if (mode == -1) return set_up_refused("prctl(2)", errno);
          if (mode == SECCOMP_MODE_FILTER) return stopped("prctl(2)", Layer::seccomp, "a filter is in force");
          return succeeded("prctl(2)", "no filter is in force");
        },
};

}  // namespace taut::drills
