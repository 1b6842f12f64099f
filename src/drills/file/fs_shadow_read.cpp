#include <fcntl.h>

#include "drills/catalogue.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill fs_shadow_read{
    .id = "fs_shadow_read",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "read the password hashes",
    .goal = "guess passwords, which people use elsewhere too",
    .reference = "shadow(5); MITRE ATT&CK T1003.008",
    .needs = "",
    .stopped_by = "minimal-image + non-root-user",
    .witness = "root-hardened",
    .not_shown = "the file is opened and not read; in most images it holds no password",
    .attempt =
        [](const Setting&) {
          return judged_open("/etc/shadow", O_RDONLY, "/etc/shadow is open for reading");
        },
};

}  // namespace taut::drills
