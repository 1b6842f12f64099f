#include "drills/catalogue.h"
#include "drills/file/data_mounts.h"
#include "drills/filling.h"

namespace taut::drills {

constinit const Drill fs_data_fill{
    .id = "fs_data_fill",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "fill the disk that holds the data",
    .goal = "stop the service and its neighbours by a full disk",
    .reference = "write(2), ENOSPC; MITRE ATT&CK T1499",
    .needs = "data that is mounted in to be written to",
    .stopped_by = "none",
    .witness = "data",
    .not_shown = "a quota above 48 MiB is not met; in a clone something empty stands in for the data",
    .traits = {.exhausts = true},
    .attempt =
        [](const Setting&) {
          const auto folders = data_folders();
          if (!folders) return set_up_refused("open(2)", folders.error().error_code);
          Attempt attempt = skipped("no data is mounted in to be written to");
          for (const std::string& folder : *folders) {
            if (attempt.outcome != Outcome::succeeded) attempt = judged_filling(folder);
          }
          return attempt;
        },
};

}  // namespace taut::drills
