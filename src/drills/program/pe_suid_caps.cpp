#include "drills/catalogue.h"
#include "drills/gain.h"

namespace taut::drills {

constinit const Drill pe_suid_caps{
    .id = "pe_suid_caps",
    .tag = Tag::build_hygiene,
    .kind = Kind::attack,
    .title = "win capabilities back by a setuid program of the image",
    .goal = "get the capabilities that an ordinary user does not have, by way of root",
    .reference = "capabilities(7), Capabilities and execution of programs by root; MITRE ATT&CK T1548.001",
    .needs = "a setuid program of root in the image",
    .stopped_by = "minimal-image + no-new-privileges + drop-capabilities",
    .witness = "new-privileges-and-capabilities",
    .not_shown = "which of them are of use is not looked at",
    .attempt =
        [](const Setting&) {
          return judged_gain(
              {"setuid program of root",
               [](const auto& file) { return (file.st_mode & S_ISUID) != 0 && file.st_uid == 0; }},
              new_capabilities);
        },
};

}  // namespace taut::drills
