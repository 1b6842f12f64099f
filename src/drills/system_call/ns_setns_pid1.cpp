#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/stat.h>

#include <cerrno>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill ns_setns_pid1{
    .id = "ns_setns_pid1",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "enter the mount namespace of process 1",
    .goal = "walk out of the container, where the host's processes can be seen",
    .reference = "setns(2); MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile + pid-namespace",
    .witness = "host-pid-root",
    .not_shown = "process 1 is not touched; the attempt's own process enters, does nothing there, and ends",
    .capability = CAP_SYS_ADMIN,
    .traits = {.needs_fork = true, .spends = true},
    .attempt =
        [](const Setting&) {
          struct stat own{};
          struct stat first{};
          const UniqueFd entry(::open("/proc/1/ns/mnt", O_RDONLY | O_CLOEXEC));
          if (!entry) return refused("open(2)", errno);
          if (::stat("/proc/self/ns/mnt", &own) != 0 || ::fstat(entry.get(), &first) != 0)
            return set_up_refused("stat(2)", errno);
          if (own.st_ino == first.st_ino)
            return stopped("open(2)", Layer::name_space, "process 1 is in the same mount namespace");
          return judged("setns(2)", ::setns(entry.get(), CLONE_NEWNS),
                        "entered the mount namespace of process 1");
        },
};

}  // namespace taut::drills
