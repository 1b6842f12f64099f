#include <fcntl.h>
#include <linux/capability.h>

#include "drills/catalogue.h"
#include "drills/engine/host_process.h"

namespace taut::drills {

constinit const Drill dmn_host_procroot{
    .id = "dmn_host_procroot",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "reach the host's files through one of its processes",
    .goal = "read and change the host's files by way of /proc/PID/root",
    .reference = "proc_pid_root(5); ptrace(2), access mode checking; MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "pid-namespace + drop-capabilities + non-root-user",
    .witness = "host-pid-root",
    .not_shown = "the folder is opened, and nothing in it",
    .capability = CAP_SYS_PTRACE,
    .attempt =
        [](const Setting&) {
          const HostProcess process = find_host_process();
          if (!process.id) return no_host_process(process);
          const auto root = open_file("/proc/" + std::to_string(process.id) + "/root", O_PATH | O_DIRECTORY);
          if (!root) return refused("open(2)", root.error().error_code);
          return succeeded("open(2)", "the root folder of " + process.text());
        },
};

}  // namespace taut::drills
