#include <fcntl.h>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill mnt_open_tree{
    .id = "mnt_open_tree",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "take a copy of a mount",
    .goal = "carry mounts to places where the engine's options do not hold",
    .reference = "open_tree(2); MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-sys-admin",
    .not_shown = "the copy is attached nowhere, and gone when it is closed",
    .capability = CAP_SYS_ADMIN,
    .since = {5, 2},
    .attempt =
        [](const Setting&) {
          constexpr unsigned clone_tree = 1;  // OPEN_TREE_CLONE
          const UniqueFd tree(
              static_cast<int>(::syscall(SYS_open_tree, AT_FDCWD, "/", clone_tree | O_CLOEXEC)));
          return judged("open_tree(2)", tree.get(), "a detached copy of the root mount");
        },
};

}  // namespace taut::drills
