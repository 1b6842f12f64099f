#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_setuid{
    .id = "cap_setuid",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "become another user",
    .goal = "take on any user's identity, and with it all files and processes of that user",
    .reference = "setresuid(2); capabilities(7), CAP_SETUID; MITRE ATT&CK T1548",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities",
    .witness = "cap-setuid",
    .not_shown = "only the attempt's own process changes",
    .capability = CAP_SETUID,
    .traits = {.spends = true},
    .attempt =
        [](const Setting&) {
          const uid_t other = ::geteuid() == 0 ? 65534 : 0;
          if (::syscall(SYS_setresuid, other, other, other) == 0)
            return succeeded("setresuid(2)", "became uid " + std::to_string(other));
          if (errno == EINVAL)
            return skipped("uid " + std::to_string(other) + " does not exist in this user namespace");
          return refused("setresuid(2)", errno);
        },
};

}  // namespace taut::drills
