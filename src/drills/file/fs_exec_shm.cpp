#include "drills/catalogue.h"
#include "drills/tiny_program.h"

namespace taut::drills {

constinit const Drill fs_exec_shm{
    .id = "fs_exec_shm",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "drop a program into /dev/shm and run it",
    .goal = "run a tool of one's own from shared memory, which is there even when /tmp is not",
    .reference = "shm_overview(7); mount(8), noexec; MITRE ATT&CK T1105",
    .needs = "a /dev/shm that can be written to",
    .stopped_by = "tmpfs-options | ipc-namespace",
    .witness = "shm-exec",
    .not_shown = "with the host's IPC namespace it is the host's /dev/shm, which is often without noexec",
    .traits = {.replaces_process = true},
    .attempt = [](const Setting&) { return drop_and_become("/dev/shm"); },
};

}  // namespace taut::drills
