#include <fcntl.h>

#include "drills/catalogue.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill fs_recon{
    .id = "fs_recon",
    .tag = Tag::container_hardening,
    .kind = Kind::info,
    .title = "read the list of users",
    .goal = "learn who else is there",
    .reference = "passwd(5); MITRE ATT&CK T1087.001",
    .needs = "",
    .stopped_by = "none",
    .witness = "hardened",
    .not_shown = "that anybody can read it is by design",
    .attempt = [](const Setting&) { return judged_open("/etc/passwd", O_RDONLY, "/etc/passwd can be read"); },
};

}  // namespace taut::drills
