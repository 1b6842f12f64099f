#include "drills/catalogue.h"
#include "drills/image/found.h"

namespace taut::drills {

constinit const Drill bld_wwdir{
    .id = "bld_wwdir",
    .tag = Tag::build_hygiene,
    .kind = Kind::state,
    .title = "folders of the image that everyone may write to",
    .goal = "replace files of others there",
    .reference = "path_resolution(7); inode(7), S_ISVTX",
    .needs = "",
    .stopped_by = "minimal-image",
    .witness = "careless-image",
    .not_shown = "folders with the sticky bit, such as /tmp, where everyone has only their own files",
    .attempt =
        [](const Setting&) {
          return judged_found("folders that everyone may write to", [](const std::string&,
                                                                       const struct stat& file) {
            return S_ISDIR(file.st_mode) && (file.st_mode & S_IWOTH) != 0 && (file.st_mode & S_ISVTX) == 0;
          });
        },
};

}  // namespace taut::drills
