#include <sched.h>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill ns_unshare_user{
    .id = "ns_unshare_user",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "enter a new user namespace",
    .goal =
        "become root of a user namespace, with every capability over what lies in it: the door to bugs that "
        "need one",
    .reference = "user_namespaces(7); unshare(2); CVE-2022-0185; CVE-2023-0386",
    .needs = "a kernel with user namespaces",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "what could be done in the namespace",
    .traits = {.spends = true},
    .attempt =
        [](const Setting&) {
          return judged("unshare(2)", ::unshare(CLONE_NEWUSER),
                        "in a user namespace of its own, with every capability there");
        },
};

}  // namespace taut::drills
