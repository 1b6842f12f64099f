#include <fcntl.h>
#include <linux/capability.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/system_file.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill proc_kcore{
    .id = "proc_kcore",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "open the memory of the whole machine",
    .goal = "read keys and passwords out of the memory of every program of the host",
    .reference =
        "proc_kcore(5); opencontainers/runtime-spec config-linux.md, Masked Paths; MITRE ATT&CK T1003",
    .needs = "a kernel with CONFIG_PROC_KCORE",
    .stopped_by = "masked-paths + non-root-user + drop-capabilities",
    .witness = "all-capabilities",
    .not_shown = "the file is opened and not read",
    .capability = CAP_SYS_RAWIO,
    .attempt =
        [](const Setting&) {
          if (const std::string mask = mask_of("/proc/kcore"); !mask.empty())
            return stopped("open(2)", Layer::engine, mask + " lies over /proc/kcore");
          const Attempt attempt =
              judged_open("/proc/kcore", O_RDONLY, "/proc/kcore is open for reading; nothing was read");
          return attempt.error == ENOENT ? skipped("this kernel has no /proc/kcore") : attempt;
        },
};

}  // namespace taut::drills
