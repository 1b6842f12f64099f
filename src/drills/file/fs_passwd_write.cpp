#include <fcntl.h>

#include "drills/catalogue.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill fs_passwd_write{
    .id = "fs_passwd_write",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "open the list of users for writing",
    .goal = "add a second root, without a password",
    .reference = "passwd(5); MITRE ATT&CK T1136.001",
    .needs = "",
    .stopped_by = "read-only-rootfs + non-root-user",
    .witness = "root",
    .not_shown =
        "the file is opened and not written; in place not even that, as a layered file system would copy it",
    .traits = {.clone_only = true},
    .attempt =
        [](const Setting&) {
          return judged_open("/etc/passwd", O_WRONLY | O_APPEND,
                             "/etc/passwd is open for writing; nothing was written");
        },
};

}  // namespace taut::drills
