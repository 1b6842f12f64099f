#include "base/file.h"
#include "base/text.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill dmn_cgroup_path{
    .id = "dmn_cgroup_path",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::info,
    .title = "read where the container hangs in the host's control groups",
    .goal = "learn the engine, the container's id and its neighbours' groups",
    .reference = "cgroup_namespaces(7); MITRE ATT&CK T1082",
    .needs = "",
    .stopped_by = "cgroup-namespace",
    .witness = "host-cgroup",
    .not_shown = "by itself it gives nothing",
    .attempt =
        [](const Setting&) {
          const auto groups = read_file("/proc/self/cgroup");
          if (!groups) return refused("open(2)", groups.error().error_code);
          for (const std::string_view line : split(trim(*groups), '\n')) {
            // "4:memory:/docker/0123…": in a namespace of its own the path is "/".
            const auto path = line.find(":/");
            if (path != std::string_view::npos && line.size() > path + 2)
              return succeeded("read(2)", std::string(line.substr(path + 1)));
          }
          return stopped("read(2)", Layer::name_space, "every path is /");
        },
};

}  // namespace taut::drills
