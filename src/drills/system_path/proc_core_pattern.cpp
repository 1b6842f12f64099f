#include "drills/catalogue.h"
#include "drills/system_file.h"

namespace taut::drills {

constinit const Drill proc_core_pattern{
    .id = "proc_core_pattern",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "open the handler of core dumps for writing",
    .goal = "have the host's kernel start a program of one's own as root, outside: a full escape",
    .reference = "core(5), Piping core dumps to a program; CVE-2022-0811; MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "masked-paths + non-root-user",
    .witness = "root-paths",
    .not_shown = "the file is opened and not written",
    .attempt = [](const Setting&) { return judged_write_open({"/proc/sys/kernel/core_pattern"}); },
};

}  // namespace taut::drills
