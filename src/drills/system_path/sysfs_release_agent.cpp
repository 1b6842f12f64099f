#include <unistd.h>

#include "base/file.h"
#include "drills/catalogue.h"
#include "drills/system_file.h"

namespace taut::drills {

constinit const Drill sysfs_release_agent{
    .id = "sysfs_release_agent",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "open the release agent of a control group for writing",
    .goal = "have the host's kernel start a program of one's own as root, outside: a full escape",
    .reference = "cgroups(7), release_agent; CVE-2022-0492; MITRE ATT&CK T1611",
    .needs = "cgroup version 1",
    .stopped_by = "not-privileged + non-root-user",
    .witness = "this-host",
    .not_shown =
        "the file is opened and not written; mounting a hierarchy of one's own to get the file needs "
        "CAP_SYS_ADMIN",
    .attempt =
        [](const Setting&) {
          const auto groups = read_file("/proc/self/cgroup");
          if (!groups) return set_up_refused("open(2)", groups.error().error_code);
          // A line of version 1 names its controllers; that of version 2 does not.
          if (groups->starts_with("0::")) return skipped("this machine has no cgroup version 1");
          for (const char* hierarchy : {"memory", "pids", "devices", "cpu", "freezer", "blkio", "systemd"}) {
            const std::string path = std::string("/sys/fs/cgroup/") + hierarchy + "/release_agent";
            if (::access(path.c_str(), F_OK) == 0) return judged_write_open({path.c_str()});
          }
          return stopped("open(2)", Layer::name_space,
                         "a container does not see the top of a hierarchy, where the file is");
        },
};

}  // namespace taut::drills
