#include <sys/utsname.h>

#include <cerrno>

#include "base/file.h"
#include "base/text.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill info_kernel{
    .id = "info_kernel",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::info,
    .title = "ask which kernel this is",
    .goal = "choose the exploit that fits",
    .reference = "uname(2); MITRE ATT&CK T1082",
    .needs = "",
    .stopped_by = "none",
    .witness = "hardened",
    .not_shown = "every container shares its kernel with the host, and can tell which",
    .attempt =
        [](const Setting&) {
          utsname names{};
          if (::uname(&names) == 0) return succeeded("uname(2)", names.release);
          const int error = errno;
          const auto release = read_file("/proc/sys/kernel/osrelease");
          if (!release) return refused("uname(2)", error);
          return succeeded("read(2)", std::string(trim(*release)));
        },
};

}  // namespace taut::drills
