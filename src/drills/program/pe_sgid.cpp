#include <unistd.h>

#include "drills/catalogue.h"
#include "drills/gain.h"

namespace taut::drills {

constinit const Drill pe_sgid{
    .id = "pe_sgid",
    .tag = Tag::build_hygiene,
    .kind = Kind::attack,
    .title = "become another group by a setgid program of the image",
    .goal = "read and write what only that group may: password hashes, mail, terminals of others",
    .reference = "execve(2); MITRE ATT&CK T1548.001",
    .needs = "a setgid program in the image",
    .stopped_by = "minimal-image + no-new-privileges",
    .witness = "new-privileges",
    .not_shown =
        "the program is started so that it can open nothing, and ended at once: no mistake in it is looked "
        "for",
    .attempt =
        [](const Setting&) {
          return judged_gain({"setgid program of another group",
                              [](const auto& file) {
                                return (file.st_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP) &&
                                       file.st_gid != ::getegid();
                              }},
                             [](const Credentials& before, const Credentials& after) -> std::string {
                               if (before.group == after.group) return "";
                               return "runs as gid " + std::to_string(after.group);
                             });
        },
};

}  // namespace taut::drills
