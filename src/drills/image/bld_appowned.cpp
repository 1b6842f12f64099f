#include <unistd.h>

#include "drills/catalogue.h"
#include "drills/image/found.h"

namespace taut::drills {

constinit const Drill bld_appowned{
    .id = "bld_appowned",
    .tag = Tag::build_hygiene,
    .kind = Kind::state,
    .title = "programs of the image that its user may change",
    .goal = "replace the service by something of one's own, where nothing is read-only",
    .reference = "MITRE ATT&CK T1554",
    .needs = "",
    .stopped_by = "minimal-image",
    .witness = "careless-image",
    .not_shown = "a read-only root file system keeps them as they are: fs_appbin_tamper",
    .attempt =
        [](const Setting&) {
          if (::geteuid() == 0) return skipped("is root, to whom all of the image belongs");
          return judged_found(
              "programs that the user may change", [](const std::string&, const struct stat& file) {
                return S_ISREG(file.st_mode) && file.st_size > 0 && (file.st_mode & 0111U) != 0 &&
                       (file.st_uid == ::geteuid() || (file.st_mode & S_IWOTH) != 0);
              });
        },
};

}  // namespace taut::drills
