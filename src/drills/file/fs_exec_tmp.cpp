#include "drills/catalogue.h"
#include "drills/tiny_program.h"

namespace taut::drills {

constinit const Drill fs_exec_tmp{
    .id = "fs_exec_tmp",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "drop a program into /tmp and run it",
    .goal = "run a tool of one's own, fetched or written from memory",
    .reference = "mount(8), noexec; MITRE ATT&CK T1105",
    .needs = "a /tmp that can be written to",
    .stopped_by = "tmpfs-options",
    .witness = "tmp-exec",
    .not_shown = "scripts: an interpreter in the image reads them from a noexec mount all the same",
    .traits = {.replaces_process = true},
    .attempt = [](const Setting&) { return drop_and_become("/tmp"); },
};

}  // namespace taut::drills
