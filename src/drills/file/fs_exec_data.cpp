#include "drills/catalogue.h"
#include "drills/file/data_mounts.h"
#include "drills/tiny_program.h"

namespace taut::drills {

constinit const Drill fs_exec_data{
    .id = "fs_exec_data",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "drop a program beside the data and run it",
    .goal = "keep a tool where it outlives the container, and run it there",
    .reference = "mount(8), noexec; MITRE ATT&CK T1105",
    .needs = "data that is mounted in to be written to",
    .stopped_by = "self-seccomp + self-landlock",
    .witness = "data",
    .not_shown =
        "in a clone something empty stands in for the data: a noexec that its own mount may have is missing "
        "there",
    .traits = {.replaces_process = true},
    .attempt =
        [](const Setting&) {
          const auto folders = data_folders();
          if (!folders) return set_up_refused("open(2)", folders.error().error_code);
          Attempt attempt = skipped("no data is mounted in to be written to");
          for (const std::string& folder : *folders) attempt = drop_and_become(folder);
          return attempt;
        },
};

}  // namespace taut::drills
