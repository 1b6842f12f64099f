#include "drills/catalogue.h"
#include "drills/engine/host_process.h"

namespace taut::drills {

constexpr ino_t first_process_namespace = 0xEFFFFFFC;

constinit const Drill dmn_host_pid{
    .id = "dmn_host_pid",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "look for the host's processes",
    .goal = "learn what runs on the host, read command lines, and pick whom to attack",
    .reference = "pid_namespaces(7); CIS Docker 1.6.0 5.16; MITRE ATT&CK T1057",
    .needs = "",
    .stopped_by = "pid-namespace",
    .witness = "host-pid",
    .not_shown = "processes of another container, where the namespace is shared with one",
    .attempt =
        [](const Setting&) {
          const HostProcess process = find_host_process();
          if (process.id) return succeeded("readdir(3)", "sees " + process.text());
          if (in_first_namespace("pid", first_process_namespace))
            return succeeded("stat(2)", "it is the machine's first process namespace");
          return no_host_process(process);
        },
};

}  // namespace taut::drills
