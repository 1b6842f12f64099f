#include "drills/catalogue.h"
#include "drills/system_path/system_file.h"

namespace taut::drills {

constinit const Drill info_cpu{
    .id = "info_cpu",
    .tag = Tag::container_hardening,
    .kind = Kind::info,
    .title = "ask which processor this is",
    .goal = "choose the processor bug that fits",
    .reference = "proc_cpuinfo(5); MITRE ATT&CK T1082",
    .needs = "",
    .stopped_by = "none",
    .witness = "hardened",
    .not_shown = "the processor itself answers too (cpuid)",
    .attempt = [](const Setting&) { return judged_read("/proc/cpuinfo"); },
};

}  // namespace taut::drills
