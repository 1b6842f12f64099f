#include "drills/catalogue.h"
#include "drills/system_file.h"

namespace taut::drills {

constinit const Drill proc_sys_net{
    .id = "proc_sys_net",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "open a setting of the network for writing",
    .goal = "route packets of others, or turn off what the kernel checks in them",
    .reference = "Documentation/networking/ip-sysctl.rst, ip_forward",
    .needs = "",
    .stopped_by = "masked-paths + non-root-user",
    .witness = "root-paths",
    .not_shown =
        "the file is opened and not written; with a network namespace of its own, only the container's "
        "network is concerned",
    .attempt = [](const Setting&) { return judged_write_open({"/proc/sys/net/ipv4/ip_forward"}); },
};

}  // namespace taut::drills
