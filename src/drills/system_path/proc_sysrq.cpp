#include "drills/catalogue.h"
#include "drills/system_file.h"

namespace taut::drills {

constinit const Drill proc_sysrq{
    .id = "proc_sysrq",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "open the emergency key of the kernel for writing",
    .goal = "restart the host, or end all its programs, with one letter",
    .reference = "Documentation/admin-guide/sysrq.rst; MITRE ATT&CK T1529",
    .needs = "a kernel with CONFIG_MAGIC_SYSRQ",
    .stopped_by = "masked-paths + non-root-user",
    .witness = "root-paths",
    .not_shown = "the file is opened and not written",
    .attempt = [](const Setting&) { return judged_write_open({"/proc/sysrq-trigger"}); },
};

}  // namespace taut::drills
