#include <linux/capability.h>

#include <csignal>

#include "drills/catalogue.h"
#include "drills/engine/host_process.h"

namespace taut::drills {

constinit const Drill dmn_host_kill{
    .id = "dmn_host_kill",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "signal a process of the host",
    .goal = "end services of the host, its engine among them",
    .reference = "kill(2); pid_namespaces(7); MITRE ATT&CK T1489",
    .needs = "",
    .stopped_by = "pid-namespace + non-root-user",
    .witness = "host-pid-root",
    .not_shown = "only signal 0 is sent, which asks whether one could; to one process",
    .capability = CAP_KILL,
    .attempt =
        [](const Setting&) {
          const HostProcess process = find_host_process();
          if (!process.id) return no_host_process(process);
          return judged("kill(2)", ::kill(process.id, 0), "could signal " + process.text());
        },
};

}  // namespace taut::drills
