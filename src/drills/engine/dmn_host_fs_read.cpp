#include <fcntl.h>

#include "base/file.h"
#include "drills/catalogue.h"
#include "drills/engine/host_folders.h"

namespace taut::drills {

constinit const Drill dmn_host_fs_read{
    .id = "dmn_host_fs_read",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "open the host's own files",
    .goal = "read accounts, keys, logs and the data of other containers",
    .reference = "CIS Docker 1.6.0 5.6; MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "no-host-mounts",
    .witness = "host-root",
    .not_shown =
        "which of its files this user may read: one that everybody may is opened; other folders of "
        "the host that are mounted as data",
    .attempt =
        [](const Setting&) {
          const HostFolders folders = find_host_folders();
          if (folders.found.empty()) return no_host_folder(folders);
          Attempt last;
          for (const HostFolder& folder : folders.found) {
            const auto file = open_file(folder.file, O_RDONLY);
            if (file) return succeeded("open(2)", folder.mount_point + " is " + folder.is);
            last = refused("open(2)", file.error().error_code);
          }
          return last;
        },
};

}  // namespace taut::drills
