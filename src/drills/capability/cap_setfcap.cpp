#include <linux/capability.h>
#include <sys/xattr.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/scratch.h"

namespace taut::drills {

constinit const Drill cap_setfcap{
    .id = "cap_setfcap",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "give a program file a capability",
    .goal = "leave a back door that hands out a capability to whoever runs it",
    .reference = "capabilities(7), CAP_SETFCAP, File capabilities; MITRE ATT&CK T1548.001",
    .needs = "a place to write",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-setfcap",
    .not_shown = "the file is its own, and is not run",
    .capability = CAP_SETFCAP,
    .attempt =
        [](const Setting& setting) {
          const ScratchFile file(setting.scratch, "setfcap");
          if (!file) return no_scratch(setting, file);
          vfs_cap_data capabilities{};
          capabilities.magic_etc = VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE;
          capabilities.data[0].permitted = 1U << CAP_NET_RAW;
          if (::fsetxattr(file.fd(), "security.capability", &capabilities, XATTR_CAPS_SZ_2, 0) == 0)
            return succeeded("fsetxattr(2)", "own file given cap_net_raw");
          if (errno == EOPNOTSUPP)
            return skipped("the file system of " + setting.scratch + " holds no file capabilities");
          return refused("fsetxattr(2)", errno);
        },
};

}  // namespace taut::drills
