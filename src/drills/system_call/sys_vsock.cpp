#include <sys/socket.h>

#include "drills/catalogue.h"
#include "drills/socket_family.h"

namespace taut::drills {

constinit const Drill sys_vsock{
    .id = "sys_vsock",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "open a socket to the hypervisor",
    .goal = "reach services of the machine that runs this one, past the container's network",
    .reference = "vsock(7); CVE-2021-26708; moby/moby#44562",
    .needs = "a kernel with vsock",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "nothing is sent",
    .attempt = [](const Setting&) { return judged_family(AF_VSOCK, SOCK_STREAM, "AF_VSOCK"); },
};

}  // namespace taut::drills
