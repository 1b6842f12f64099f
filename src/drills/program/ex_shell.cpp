#include "drills/catalogue.h"
#include "drills/program/shell.h"
#include "drills/tiny_program.h"

namespace taut::drills {

constinit const Drill ex_shell{
    .id = "ex_shell",
    .tag = Tag::build_hygiene,
    .kind = Kind::attack,
    .title = "start a shell",
    .goal = "use the shell, the tool that every ready-made exploit counts on",
    .reference = "MITRE ATT&CK T1059.004",
    .needs = "",
    .stopped_by = "minimal-image",
    .witness = "hardened",
    .not_shown = "an image without a shell may still hold an interpreter",
    .traits = {.replaces_process = true},
    .attempt =
        [](const Setting&) {
          const std::string shell = find_shell();
          if (shell.empty()) return stopped("access(2)", Layer::missing_file, "no shell in the image");
          return become(shell, {"-c", "exit 42"});
        },
};

}  // namespace taut::drills
