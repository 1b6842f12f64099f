#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill sys_vmsplice{
    .id = "sys_vmsplice",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "hand a page of memory to a pipe",
    .goal = "reach calls that have let users write into files that they may only read",
    .reference = "vmsplice(2); CVE-2008-0600; CVE-2022-0847",
    .needs = "",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "eight bytes, into a pipe of its own",
    .attempt =
        [](const Setting&) {
          int ends[2];
          if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return set_up_refused("pipe2(2)", errno);
          const UniqueFd from(ends[0]);
          const UniqueFd to(ends[1]);
          char bytes[8] = {};
          iovec part{bytes, sizeof bytes};
          return judged("vmsplice(2)", ::vmsplice(to.get(), &part, 1, SPLICE_F_NONBLOCK),
                        "eight bytes are in the pipe");
        },
};

}  // namespace taut::drills
