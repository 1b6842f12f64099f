#include <sys/socket.h>

#include "drills/catalogue.h"
#include "drills/socket_family.h"

namespace taut::drills {

constinit const Drill sys_af_alg{
    .id = "sys_af_alg",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "open a socket to the kernel's cryptography",
    .goal = "use its bugs: one let any user change files that they may only read",
    .reference = "CVE-2026-31431; moby/moby#52494",
    .needs = "a kernel with AF_ALG",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "nothing is sent",
    .attempt = [](const Setting&) { return judged_family(AF_ALG, SOCK_SEQPACKET, "ALG"); },
};

}  // namespace taut::drills
