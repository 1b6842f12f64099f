#include <linux/capability.h>
#include <sys/mount.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/system_call/own_mounts.h"

namespace taut::drills {

constinit const Drill mnt_remount_rw{
    .id = "mnt_remount_rw",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "make a read-only mount writable",
    .goal = "change what the engine mounted read-only: the program, its settings",
    .reference = "mount(2), MS_REMOUNT; MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-sys-admin",
    .not_shown = "a bind mount is remounted in a mount namespace of the attempt's own; nothing is written",
    .capability = CAP_SYS_ADMIN,
    .traits = {.spends = true},
    .attempt =
        [](const Setting&) {
          if (const auto end = into_own_mounts()) return *end;
          if (::mount("/", "/", nullptr, MS_BIND, nullptr) != 0) return set_up_refused("mount(2)", errno);
          if (::mount(nullptr, "/", nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) != 0)
            return set_up_refused("mount(2)", errno);
          return judged(
              "mount(2)", ::mount(nullptr, "/", nullptr, MS_REMOUNT | MS_BIND, nullptr),
              "made a read-only mount of the root folder writable, in a mount namespace of its own");
        },
};

}  // namespace taut::drills
