#include <sys/ipc.h>
#include <sys/shm.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/engine/host_process.h"

namespace taut::drills {

constexpr ino_t first_ipc_namespace = 0xEFFFFFFF;

/// How many segments, semaphores or queues a table of /proc/sysvipc lists; -1 when it cannot be read.
inline int count_ipc_objects() {
  int count = 0;
  for (const char* table : {"/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg"}) {
    const auto lines = read_file(table);
    if (!lines) return -1;
    count += static_cast<int>(split(trim(*lines), '\n').size()) - 1;  // without the heading
  }
  return count;
}

constinit const Drill dmn_host_ipc{
    .id = "dmn_host_ipc",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "look for shared memory of others",
    .goal = "read and change what programs of the host keep in shared memory",
    .reference = "ipc_namespaces(7); CIS Docker 1.6.0 5.17",
    .needs = "",
    .stopped_by = "ipc-namespace",
    .witness = "host-ipc",
    .not_shown =
        "what is in it; a namespace shared with the host of an engine in a container, while it is empty",
    .attempt =
        [](const Setting& setting) {
          if (in_first_namespace("ipc", first_ipc_namespace))
            return succeeded("stat(2)", "it is the machine's first IPC namespace");
          const int objects = count_ipc_objects();
          if (objects < 0) return refused("open(2)", EACCES);
          // A clone has none of its own, so somebody else made them; in place they may be the workload's.
          if (objects > 0 && setting.clone)
            return succeeded("read(2)", std::to_string(objects) + " objects that others made");
          return stopped("read(2)", Layer::name_space, "an IPC namespace of its own");
        },
};

}  // namespace taut::drills
