#include "drills/catalogue.h"
#include "drills/image/found.h"

namespace taut::drills {

constinit const Drill bld_suid{
    .id = "bld_suid",
    .tag = Tag::build_hygiene,
    .kind = Kind::state,
    .title = "setuid and setgid programs in the image",
    .goal = "find a program that runs as root and has a mistake",
    .reference = "CIS Docker 1.6.0 4.8; MITRE ATT&CK T1548.001",
    .needs = "",
    .stopped_by = "minimal-image",
    .witness = "hardened",
    .not_shown = "what they would give: pe_suid, pe_sgid",
    .attempt =
        [](const Setting&) {
          return judged_found("setuid or setgid programs", [](const std::string&, const struct stat& file) {
            return S_ISREG(file.st_mode) && (file.st_mode & (S_ISUID | S_ISGID)) != 0 &&
                   (file.st_mode & 0111U) != 0;
          });
        },
};

}  // namespace taut::drills
