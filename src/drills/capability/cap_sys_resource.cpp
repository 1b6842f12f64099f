#include <linux/capability.h>
#include <sys/resource.h>

#include <cerrno>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_sys_resource{
    .id = "cap_sys_resource",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "raise a limit that was set for it",
    .goal = "use up what the limits were to keep",
    .reference = "getrlimit(2); capabilities(7), CAP_SYS_RESOURCE; MITRE ATT&CK T1499",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "all-capabilities",
    .not_shown = "the limit is raised by one, and put back; limits of a cgroup are others",
    .capability = CAP_SYS_RESOURCE,
    .attempt =
        [](const Setting&) {
          for (const auto resource : {RLIMIT_MSGQUEUE, RLIMIT_NICE, RLIMIT_RTPRIO, RLIMIT_SIGPENDING}) {
            rlimit limit{};
            if (::getrlimit(resource, &limit) != 0) return set_up_refused("getrlimit(2)", errno);
            if (limit.rlim_max == RLIM_INFINITY) continue;
            const rlimit higher{limit.rlim_cur, limit.rlim_max + 1};
            if (::setrlimit(resource, &higher) != 0) return refused("setrlimit(2)", errno);
            ::setrlimit(resource, &limit);
            return succeeded("setrlimit(2)", "raised a hard limit of its own, and put it back");
          }
          return skipped("none of its limits is set");
        },
};

}  // namespace taut::drills
