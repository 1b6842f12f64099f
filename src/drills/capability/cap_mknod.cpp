#include <fcntl.h>
#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>

#include "base/fd.h"
#include "drills/catalogue.h"
#include "drills/scratch.h"

namespace taut::drills {

constinit const Drill cap_mknod{
    .id = "cap_mknod",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "make a device node",
    .goal = "reach a disk or the memory of the host through a node of one's own",
    .reference = "mknod(2); capabilities(7), CAP_MKNOD; MITRE ATT&CK T1611",
    .needs = "a place to write",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-mknod",
    .not_shown =
        "the node is that of /dev/null; whether another one may be opened is up to the device allow-list and "
        "nodev",
    .capability = CAP_MKNOD,
    .attempt =
        [](const Setting& setting) {
          const ScratchFile place(setting.scratch, "mknod");
          if (!place) return no_scratch(setting, place);
          const std::string path = place.path() + "-node";
          if (::mknod(path.c_str(), S_IFCHR | 0600, makedev(1, 3)) != 0) return refused("mknod(2)", errno);
          const UniqueFd node(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
          ::unlink(path.c_str());
          return succeeded("mknod(2)", node ? "made a node of /dev/null, and opened it"
                                            : "made a node of /dev/null; it cannot be opened there");
        },
};

}  // namespace taut::drills
