#include <fcntl.h>
#include <sys/sysmacros.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/image_files.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill fs_device_node{
    .id = "fs_device_node",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "open a device by a node that lies among the files",
    .goal =
        "reach the host's disks and devices, past every file system, with a node that came with the image",
    .reference = "mknod(2); Documentation/admin-guide/cgroup-v1/devices.rst; MITRE ATT&CK T1611",
    .needs = "a device node outside /dev that the container's user may read",
    .stopped_by = "devices-cgroup",
    .witness = "planted-device",
    .not_shown =
        "disks and /dev/fuse, whose opening has no effect; nothing is read. Making a node: cap_mknod",
    .attempt =
        [](const Setting&) {
          std::string path;
          const int error = walk_image([&](const std::string& candidate, const struct stat& status) {
            const bool fuse = S_ISCHR(status.st_mode) && status.st_rdev == makedev(10, 229);
            if (S_ISBLK(status.st_mode) || fuse) path = candidate;
            return path.empty();
          });
          if (error) return set_up_refused("getdents64(2)", error);
          if (path.empty())
            return stopped("open(2)", Layer::missing_file, "no device among the files of the image");
          Attempt attempt = judged_open(path, O_RDONLY, path + " is open for reading; nothing was read");
          if (attempt.error == ENXIO || attempt.error == ENODEV)
            return skipped(path + ": this machine has no such device");
          if (attempt.error == EPERM) {
            attempt.layer = Layer::engine;  // other files can be opened: EPERM has this one author
            attempt.evidence = "the device allow-list is without " + path;
          }
          return attempt;
        },
};

}  // namespace taut::drills
