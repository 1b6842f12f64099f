#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/past_check.h"

namespace taut::drills {

constinit const Drill cap_sys_module_init{
    .id = "cap_sys_module_init",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "load a module into the kernel",
    .goal = "become the kernel: nothing holds after that",
    .reference = "init_module(2); capabilities(7), CAP_SYS_MODULE; MITRE ATT&CK T1547.006",
    .needs = "a kernel with loadable modules",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "all-capabilities",
    .not_shown = "the module is empty, and refused for that",
    .capability = CAP_SYS_MODULE,
    .attempt =
        [](const Setting&) {
          return judged_past_check("init_module(2)", ::syscall(SYS_init_module, nullptr, 0, ""),
                                   {ENOEXEC, EFAULT, EINVAL}, "the kernel looked at a module of ours");
        },
};

}  // namespace taut::drills
