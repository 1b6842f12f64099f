#include <fcntl.h>
#include <unistd.h>

#include "drills/catalogue.h"
#include "drills/image_files.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill fs_appbin_tamper{
    .id = "fs_appbin_tamper",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "open a program of the image for writing",
    .goal = "change the service itself, and be started with it from now on",
    .reference = "MITRE ATT&CK T1554",
    .needs = "a program in the image that the container's user may write to",
    .stopped_by = "minimal-image + read-only-rootfs | read-only-rootfs + non-root-user",
    .witness = "writable-root",
    .not_shown = "the file is opened and not written",
    .traits = {.clone_only = true},
    .attempt =
        [](const Setting&) {
          std::string path;
          // Small ones: a layered file system copies the whole file when it is opened for writing.
          const int error = walk_image([&](const std::string& candidate, const struct stat& status) {
            const bool program = S_ISREG(status.st_mode) && (status.st_mode & 0111U) != 0 &&
                                 status.st_size > 0 && status.st_size < (4 << 20);
            const bool writable = status.st_uid == ::geteuid() ? (status.st_mode & S_IWUSR) != 0
                                                               : (status.st_mode & S_IWOTH) != 0;
            if (program && writable) path = candidate;
            return path.empty();
          });
          if (error) return set_up_refused("getdents64(2)", error);
          if (path.empty())
            return stopped("open(2)", Layer::permission, "no program in the image may be written to");
          return judged_open(path, O_WRONLY, path + " is open for writing; nothing was written");
        },
};

}  // namespace taut::drills
