#include <linux/capability.h>
#include <sys/prctl.h>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_setpcap{
    .id = "cap_setpcap",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "change the bounding set of capabilities",
    .goal = "hand capabilities on to programs that were not meant to get them",
    .reference = "PR_CAPBSET_DROP(2const); capabilities(7), CAP_SETPCAP; MITRE ATT&CK T1548",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities",
    .witness = "cap-setpcap",
    .not_shown =
        "a capability is dropped, which takes the same permission as adding one to the inheritable set",
    .capability = CAP_SETPCAP,
    .traits = {.spends = true},
    .attempt =
        [](const Setting&) {
          return judged("prctl(2)", ::prctl(PR_CAPBSET_DROP, CAP_WAKE_ALARM, 0, 0, 0),
                        "dropped a capability from its own bounding set");
        },
};

}  // namespace taut::drills
