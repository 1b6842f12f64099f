#include "drills/catalogue.h"
#include "drills/gain.h"

namespace taut::drills {

constinit const Drill pe_fcap{
    .id = "pe_fcap",
    .tag = Tag::build_hygiene,
    .kind = Kind::attack,
    .title = "win capabilities back by a file that has some",
    .goal = "get a capability that the container's user does not have, without becoming root",
    .reference = "capabilities(7), File capabilities; MITRE ATT&CK T1548.001",
    .needs = "a program with file capabilities in the image",
    .stopped_by = "minimal-image + no-new-privileges + drop-capabilities",
    .witness = "new-privileges-and-capabilities",
    .not_shown = "a file whose capabilities go beyond what the container may ever have is refused as a whole",
    .attempt =
        [](const Setting&) {
          return judged_gain({"program with file capabilities", nullptr, has_file_capabilities},
                             new_capabilities);
        },
};

}  // namespace taut::drills
