#include "drills/catalogue.h"
#include "drills/gain.h"
#include "drills/image/found.h"

namespace taut::drills {

constinit const Drill bld_fcap{
    .id = "bld_fcap",
    .tag = Tag::build_hygiene,
    .kind = Kind::state,
    .title = "programs with file capabilities in the image",
    .goal = "find a program that has more rights than its user",
    .reference = "capabilities(7), File capabilities; MITRE ATT&CK T1548.001",
    .needs = "",
    .stopped_by = "minimal-image",
    .witness = "careless-image",
    .not_shown = "what they would give: pe_fcap",
    .attempt =
        [](const Setting&) {
          return judged_found(
              "programs with file capabilities", [](const std::string& path, const struct stat& file) {
                return S_ISREG(file.st_mode) && (file.st_mode & 0111U) != 0 && has_file_capabilities(path);
              });
        },
};

}  // namespace taut::drills
