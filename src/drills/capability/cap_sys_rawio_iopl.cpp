#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_sys_rawio_iopl{
    .id = "cap_sys_rawio_iopl",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "reach the machine's I/O ports",
    .goal = "talk to disks and other hardware past the kernel",
    .reference = "iopl(2); capabilities(7), CAP_SYS_RAWIO",
    .needs = "an x86 kernel with iopl(2)",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "all-capabilities",
    .not_shown = "no port is read or written, and the right is given back at once",
    .capability = CAP_SYS_RAWIO,
    .attempt =
        [](const Setting&) {
#if defined(__x86_64__)
          const long result = ::syscall(SYS_iopl, 3);
          const int error = errno;
          if (result == 0) ::syscall(SYS_iopl, 0);
          errno = error;
          return judged("iopl(2)", result, "got the right to use every I/O port, and gave it back");
#else
          return skipped("only x86 has I/O ports of this kind");
#endif
        },
};

}  // namespace taut::drills
