#include <linux/capability.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <cerrno>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_ipc_lock{
    .id = "cap_ipc_lock",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "lock memory beyond the limit",
    .goal = "take memory from the host that cannot be swapped out",
    .reference = "mlock(2); capabilities(7), CAP_IPC_LOCK; MITRE ATT&CK T1499",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities",
    .witness = "cap-ipc-lock",
    .not_shown = "one page is locked for a moment, under a limit of none that it sets itself",
    .capability = CAP_IPC_LOCK,
    .attempt =
        [](const Setting&) {
          rlimit limit{};
          if (::getrlimit(RLIMIT_MEMLOCK, &limit) != 0) return set_up_refused("getrlimit(2)", errno);
          const rlimit none{0, limit.rlim_max};
          if (::setrlimit(RLIMIT_MEMLOCK, &none) != 0) return set_up_refused("setrlimit(2)", errno);
          alignas(4096) char page[4096] = {};
          const int locked = ::mlock(page, sizeof page);
          const int error = errno;
          if (locked == 0) ::munlock(page, sizeof page);
          ::setrlimit(RLIMIT_MEMLOCK, &limit);
          errno = error;
          return judged("mlock(2)", locked, "locked a page beyond a limit of none");
        },
};

}  // namespace taut::drills
