#include <string>
#include <vector>

#include "base/file.h"
#include "base/text.h"
#include "drills/catalogue.h"
#include "drills/system_file.h"

namespace taut::drills {

constinit const Drill sysfs_cgroup_own{
    .id = "sysfs_cgroup_own",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "open the limits of its own control group for writing",
    .goal = "take away the limits on memory, processes and processor time",
    .reference = "cgroups(7); MITRE ATT&CK T1499",
    .needs = "",
    .stopped_by = "not-privileged + non-root-user",
    .witness = "this-host",
    .not_shown = "the file is opened and not written",
    .attempt =
        [](const Setting&) {
          const auto groups = read_file("/proc/self/cgroup");
          if (!groups) return set_up_refused("open(2)", groups.error().error_code);
          std::vector<std::string> paths;
          for (const std::string_view line : split(*groups, '\n')) {
            const auto parts = split(line, ':');
            if (parts.size() != 3) continue;
            // Version 2 has one line without a name; of version 1, the memory's will do.
            if (parts[1].empty()) paths.push_back("/sys/fs/cgroup" + std::string(parts[2]) + "/memory.max");
            if (parts[1] == "memory")
              paths.push_back("/sys/fs/cgroup/memory" + std::string(parts[2]) + "/memory.limit_in_bytes");
          }
          // As seen from inside, where the own group is the top.
          paths.insert(paths.end(),
                       {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"});
          return judged_write_open(paths);
        },
};

}  // namespace taut::drills
