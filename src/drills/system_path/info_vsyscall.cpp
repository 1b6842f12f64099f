#include "base/file.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill info_vsyscall{
    .id = "info_vsyscall",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::info,
    .title = "look for code at a fixed address",
    .goal = "have one known address for an exploit, whatever is randomised",
    .reference = "vdso(7); Documentation/admin-guide/kernel-parameters.txt, vsyscall=",
    .needs = "an x86-64 kernel",
    .stopped_by = "none",
    .witness = "hardened",
    .not_shown =
        "it is looked for, and not called; it can be turned off only for the whole host (vsyscall=none)",
    .attempt =
        [](const Setting&) {
          const auto maps = read_file("/proc/self/maps");
          if (!maps) return set_up_refused("open(2)", maps.error().error_code);
          if (maps->find("[vsyscall]") == std::string::npos)
            return stopped("read(2)", Layer::kernel, "no vsyscall page");
          return succeeded("read(2)", "the vsyscall page is at its fixed address");
        },
};

}  // namespace taut::drills
