#include <fcntl.h>

#include <cerrno>

#include "base/file.h"
#include "drills/catalogue.h"
#include "drills/engine/host_folders.h"

namespace taut::drills {

/// Whether the container itself has the folder writable, and only the clone does not.
inline bool is_read_only_in_clone(const Setting& setting, const HostFolder& folder) {
  return std::ranges::count(setting.made_read_only, folder.mount_point) > 0;
}

/// Opens for writing, and writes nothing. A folder cannot be opened so: there access(2) asks.
inline int try_to_write(const std::string& path) {
  const auto file = open_file(path, O_WRONLY);
  if (file) return 0;
  if (file.error().error_code != EISDIR) return file.error().error_code;
  return ::access(path.c_str(), W_OK) == 0 ? 0 : errno;
}

constinit const Drill dmn_host_fs_write{
    .id = "dmn_host_fs_write",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "open the host's own files for writing",
    .goal = "add an account, a key or a job to the host, and so become root there",
    .reference = "CIS Docker 1.6.0 5.6; MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "no-host-mounts + non-root-user",
    .witness = "host-root-root",
    .not_shown = "nothing is written; files that this user of the host owns",
    .attempt =
        [](const Setting& setting) {
          const HostFolders folders = find_host_folders();
          if (folders.found.empty()) return no_host_folder(folders);
          Attempt last;
          for (const HostFolder& folder : folders.found) {
            const int error = try_to_write(folder.file);
            if (error == 0) return succeeded("open(2)", folder.file + ", which is of the host");
            // Of a read-only mount the kernel tells last: owner and mode would have let it through (open(2)).
            if (error == EROFS && is_read_only_in_clone(setting, folder))
              return succeeded("open(2)", folder.file + ", were it not read-only in this clone alone");
            last = refused("open(2)", error);
          }
          return last;
        },
};

}  // namespace taut::drills
