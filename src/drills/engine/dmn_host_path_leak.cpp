#include "base/text.h"
#include "drills/catalogue.h"
#include "linux/mount_table.h"

namespace taut::drills {

constinit const Drill dmn_host_path_leak{
    .id = "dmn_host_path_leak",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::info,
    .title = "read where the image lies on the host",
    .goal = "know the path on the host that a further hole would be used with",
    .reference = "proc_pid_mountinfo(5); MITRE ATT&CK T1082",
    .needs = "",
    .stopped_by = "none",
    .witness = "root",
    .not_shown = "by itself it gives nothing",
    .attempt =
        [](const Setting&) {
          const auto mounts = kernel::read_mounts();
          if (!mounts) return refused("open(2)", mounts.error().error_code);
          const kernel::Mount* root = kernel::find_mount(*mounts, "/");
          const std::string options = root ? root->super_options : "";
          for (const std::string_view option : split(options, ',')) {
            if (option.starts_with("upperdir=")) return succeeded("read(2)", std::string(option.substr(9)));
          }
          return stopped("read(2)", Layer::unknown, "the root file system names no folder of the host");
        },
};

}  // namespace taut::drills
