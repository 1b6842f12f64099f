#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_syslog_read{
    .id = "cap_syslog_read",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "read the kernel's log",
    .goal = "find addresses in the kernel that an exploit needs, and learn about the host",
    .reference = "syslog(2); capabilities(7), CAP_SYSLOG; MITRE ATT&CK T1082",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-syslog",
    .not_shown =
        "what stands in the log is not kept; where kernel.dmesg_restrict is 0, only a seccomp profile stops "
        "it",
    .capability = CAP_SYSLOG,
    .attempt =
        [](const Setting&) {
          char text[256];
          constexpr int read_all = 3;  // SYSLOG_ACTION_READ_ALL
          const long got = ::syscall(SYS_syslog, read_all, text, sizeof text);
          return judged("syslog(2)", got, "read " + std::to_string(got) + " bytes of the kernel's log");
        },
};

}  // namespace taut::drills
