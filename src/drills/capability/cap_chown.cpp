#include <linux/capability.h>
#include <unistd.h>

#include "drills/catalogue.h"
#include "drills/scratch.h"

namespace taut::drills {

constinit const Drill cap_chown{
    .id = "cap_chown",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "give a file to another user",
    .goal = "take files over from other users, or plant files that seem to be theirs",
    .reference = "capabilities(7), CAP_CHOWN; MITRE ATT&CK T1222.002",
    .needs = "a place to write",
    .stopped_by = "non-root-user + drop-capabilities",
    .witness = "cap-chown",
    .not_shown = "a file of its own is given away; whose files it could take over is not looked at",
    .capability = CAP_CHOWN,
    .attempt =
        [](const Setting& setting) {
          const ScratchFile file(setting.scratch, "chown");
          if (!file) return no_scratch(setting, file);
          return judged("fchown(2)", ::fchown(file.fd(), 4242, static_cast<gid_t>(-1)),
                        "own file given to uid 4242");
        },
};

}  // namespace taut::drills
