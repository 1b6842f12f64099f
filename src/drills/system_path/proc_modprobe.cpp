#include "drills/catalogue.h"
#include "drills/system_file.h"

namespace taut::drills {

constinit const Drill proc_modprobe{
    .id = "proc_modprobe",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "open the kernel's own helper programs for writing",
    .goal = "have the host's kernel start a program of one's own as root, outside: a full escape",
    .reference = "Documentation/admin-guide/sysctl/kernel.rst, modprobe; MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "masked-paths + non-root-user",
    .witness = "root-paths",
    .not_shown = "the file is opened and not written",
    .attempt =
        [](const Setting&) {
          return judged_write_open({"/proc/sys/kernel/modprobe", "/proc/sys/kernel/poweroff_cmd"});
        },
};

}  // namespace taut::drills
