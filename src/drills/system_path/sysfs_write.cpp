#include "drills/catalogue.h"
#include "drills/system_file.h"

namespace taut::drills {

constinit const Drill sysfs_write{
    .id = "sysfs_write",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "open a switch of the whole machine in /sys for writing",
    .goal = "change devices and memory of the host, or have its kernel start a program (uevent_helper)",
    .reference =
        "drivers/base/Kconfig, UEVENT_HELPER; Documentation/ABI/testing/sysfs-power; MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "not-privileged + non-root-user",
    .witness = "this-host",
    .not_shown =
        "the file is opened and not written; a container sees a writable /sys only with --privileged",
    .attempt =
        [](const Setting&) {
          return judged_write_open({"/sys/kernel/uevent_helper",
                                    "/sys/kernel/mm/transparent_hugepage/enabled", "/sys/kernel/profiling",
                                    "/sys/power/state"});
        },
};

}  // namespace taut::drills
