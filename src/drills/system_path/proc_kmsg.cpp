#include <fcntl.h>
#include <linux/capability.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill proc_kmsg{
    .id = "proc_kmsg",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "open the kernel's log",
    .goal = "read addresses, devices and crashes of the whole host",
    .reference = "proc_kmsg(5); syslog(2); MITRE ATT&CK T1082",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities",
    .witness = "cap-syslog",
    .not_shown = "the file is opened and not read: reading takes the messages away from the host's own log",
    .capability = CAP_SYSLOG,
    .attempt =
        [](const Setting&) {
          const Attempt attempt =
              judged_open("/proc/kmsg", O_RDONLY, "/proc/kmsg is open for reading; nothing was read");
          return attempt.error == ENOENT ? skipped("this kernel has no /proc/kmsg") : attempt;
        },
};

}  // namespace taut::drills
