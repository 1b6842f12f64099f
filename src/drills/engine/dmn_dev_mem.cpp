#include <cerrno>

#include "drills/catalogue.h"
#include "drills/engine/device_nodes.h"

namespace taut::drills {

constinit const Drill dmn_dev_mem{
    .id = "dmn_dev_mem",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "open devices that lead into the kernel",
    .goal = "read the machine's memory, mount file systems of one's own making, or start virtual machines",
    .reference = "mem(4); CIS Docker 1.6.0 5.18; MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "no-devices + non-root-user",
    .witness = "device",
    .not_shown = "nothing is read or asked of them; devices of vendors, such as graphics cards",
    .attempt =
        [](const Setting&) {
          return open_first_of({"/dev/mem", "/dev/port", "/dev/kmem", "/dev/kvm", "/dev/fuse", "/dev/net/tun",
                                "/dev/vhost-net", "/dev/vhost-vsock", "/dev/vsock", "/dev/userfaultfd"},
                               "no such device is in /dev");
        },
};

}  // namespace taut::drills
