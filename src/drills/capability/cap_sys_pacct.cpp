#include <linux/capability.h>
#include <unistd.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/past_check.h"

namespace taut::drills {

constinit const Drill cap_sys_pacct{
    .id = "cap_sys_pacct",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "switch process accounting",
    .goal = "stop the host from recording who ran what",
    .reference = "acct(2); capabilities(7), CAP_SYS_PACCT",
    .needs = "a kernel with process accounting",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-sys-pacct",
    .not_shown = "the file does not exist, so that only the permission is asked for",
    .capability = CAP_SYS_PACCT,
    .attempt =
        [](const Setting&) {
          return judged_past_check("acct(2)", ::acct("/taut-drill-there-is-no-such-file"), {ENOENT, EROFS},
                                   "may switch accounting");
        },
};

}  // namespace taut::drills
