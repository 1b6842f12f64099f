#include <fcntl.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/image/image_files.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill fs_disk_node{
    .id = "fs_disk_node",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "read a disk through a device node that lies among the files",
    .goal = "read the host's disk past every file system, with a node that came with an image or with data",
    .reference = "mknod(2); Documentation/admin-guide/cgroup-v1/devices.rst; MITRE ATT&CK T1006",
    .needs = "a block device node outside /dev that the container's user may read",
    .stopped_by = "devices-cgroup",
    .witness = "planted-disk",
    .not_shown = "the node is opened for reading, and nothing is read; making one: cap_mknod",
    .attempt =
        [](const Setting&) {
          std::string path;
          const int error = walk_image([&](const std::string& candidate, const struct stat& status) {
            if (S_ISBLK(status.st_mode)) path = candidate;
            return path.empty();
          });
          if (error) return set_up_refused("getdents64(2)", error);
          if (path.empty())
            return stopped("open(2)", Layer::missing_file, "no disk among the files of the image");
          Attempt attempt = judged_open(path, O_RDONLY, path + " is open for reading; nothing was read");
          // Other files could be opened: EPERM has this one author.
          if (attempt.error == EPERM) attempt.layer = Layer::engine;
          if (attempt.error == ENXIO || attempt.error == ENODEV)
            return skipped(path + ": this machine has no such disk");
          return attempt;
        },
};

}  // namespace taut::drills
