#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_setgid{
    .id = "cap_setgid",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "join any group",
    .goal =
        "reach what is shared with groups that the service is no member of, such as the one of the engine's "
        "socket",
    .reference = "setgroups(2); capabilities(7), CAP_SETGID; MITRE ATT&CK T1548",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities",
    .witness = "cap-setgid",
    .not_shown = "only the attempt's own process changes",
    .capability = CAP_SETGID,
    .traits = {.spends = true},
    .attempt =
        [](const Setting&) {
          const gid_t group = 4242;
          return judged("setgroups(2)", ::syscall(SYS_setgroups, 1, &group), "joined group 4242");
        },
};

}  // namespace taut::drills
