#include "drills/catalogue.h"
#include "drills/gain.h"

namespace taut::drills {

constinit const Drill pe_suid{
    .id = "pe_suid",
    .tag = Tag::build_hygiene,
    .kind = Kind::attack,
    .title = "become root by a setuid program of the image",
    .goal = "turn any mistake in such a program (su, mount, passwd) into root inside the container",
    .reference = "execve(2); MITRE ATT&CK T1548.001",
    .needs = "a setuid program of root in the image",
    .stopped_by = "minimal-image + no-new-privileges",
    .witness = "new-privileges",
    .not_shown =
        "the program is started so that it can open nothing, and ended at once: no mistake in it is looked "
        "for",
    .attempt =
        [](const Setting&) {
          return judged_gain(
              {"setuid program of root",
               [](const auto& file) { return (file.st_mode & S_ISUID) != 0 && file.st_uid == 0; }},
              [](const Credentials& before, const Credentials& after) -> std::string {
                if (before.user == after.user) return "";
                return "runs as uid " + std::to_string(after.user);
              });
        },
};

}  // namespace taut::drills
