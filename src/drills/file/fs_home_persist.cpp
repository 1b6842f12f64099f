#include <cstdlib>

#include "drills/catalogue.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill fs_home_persist{
    .id = "fs_home_persist",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "plant a file in the home folder",
    .goal = "add to what a shell or a tool reads at its start (.profile, .config)",
    .reference = "MITRE ATT&CK T1546.004",
    .needs = "a home folder",
    .stopped_by = "minimal-image + read-only-rootfs",
    .witness = "writable-root",
    .not_shown = "whether anybody ever starts a shell there",
    .attempt =
        [](const Setting&) {
          const char* home = std::getenv("HOME");
          if (home == nullptr || *home != '/')
            return stopped("open(2)", Layer::missing_file, "there is no home folder");
          return judged_planting(home);
        },
};

}  // namespace taut::drills
