#include "drills/catalogue.h"
#include "drills/system_file.h"

namespace taut::drills {

constinit const Drill proc_sys_vm{
    .id = "proc_sys_vm",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "open a setting of the host's memory for writing",
    .goal = "make the whole host slow or unstable",
    .reference = "Documentation/admin-guide/sysctl/vm.rst; MITRE ATT&CK T1499",
    .needs = "",
    .stopped_by = "masked-paths + non-root-user",
    .witness = "root-paths",
    .not_shown = "the file is opened and not written",
    .attempt = [](const Setting&) { return judged_write_open({"/proc/sys/vm/swappiness"}); },
};

}  // namespace taut::drills
