#include <linux/capability.h>
#include <linux/fs.h>
#include <sys/ioctl.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/scratch.h"

namespace taut::drills {

constinit const Drill cap_linux_immutable{
    .id = "cap_linux_immutable",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "make a file unchangeable",
    .goal = "leave files that even root cannot remove without knowing how",
    .reference = "ioctl_iflags(2); capabilities(7), CAP_LINUX_IMMUTABLE; MITRE ATT&CK T1222.002",
    .needs = "a place to write, on a file system with attributes",
    .stopped_by = "non-root-user + drop-capabilities",
    .witness = "cap-linux-immutable",
    .not_shown = "a file of its own is made append-only for a moment",
    .capability = CAP_LINUX_IMMUTABLE,
    .traits = {.clone_only = true},
    .attempt =
        [](const Setting& setting) {
          const ScratchFile file(setting.scratch, "immutable");
          if (!file) return no_scratch(setting, file);
          int present = 0;
          if (::ioctl(file.fd(), FS_IOC_GETFLAGS, &present) != 0)
            return errno == ENOTTY || errno == EOPNOTSUPP
                       ? skipped("the file system of " + setting.scratch + " has no such attribute")
                       : set_up_refused("ioctl(2)", errno);
          const int append_only = present | FS_APPEND_FL;
          const int set = ::ioctl(file.fd(), FS_IOC_SETFLAGS, &append_only);
          const int error = errno;
          if (set == 0 && ::ioctl(file.fd(), FS_IOC_SETFLAGS, &present) != 0)
            return broken("could not make " + file.path() + " removable again");
          errno = error;
          if (set != 0 && error == EOPNOTSUPP)
            return skipped("the file system of " + setting.scratch + " has no such attribute");
          return judged("ioctl(2)", set, "made a file of its own append-only, and undid it");
        },
};

}  // namespace taut::drills
