// Which mounts of this container show the host's own files: its whole root, or a folder of its system.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "drills/drill.h"
#include "linux/mount_table.h"

namespace taut::drills {

struct HostFolder {
  std::string mount_point;
  std::string is;    // "the host's root", "/etc of the host"
  std::string file;  // a file or folder in it that every system has
};

struct HostFolders {
  std::vector<HostFolder> found;
  int error = 0;  // why the mount table could not be read, 0 when it could
};

inline bool exists(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

/// The whole root: by what is in it, as a data disk has "/" for its root as well.
inline bool is_host_root(const kernel::Mount& mount) {
  return exists(mount.mount_point + "/etc/passwd") && exists(mount.mount_point + "/proc") &&
         exists(mount.mount_point + "/var/lib");
}

/// Folders by the name that they have on the host, and something that is in each.
struct SystemFolder {
  std::string_view root;
  std::string_view holds;
};
constexpr std::array system_folders_of_host{
    SystemFolder{"/etc", "/passwd"}, SystemFolder{"/root", ""},    SystemFolder{"/home", ""},
    SystemFolder{"/usr", "/bin"},    SystemFolder{"/boot", ""},    SystemFolder{"/var", "/lib"},
    SystemFolder{"/var/lib", ""},    SystemFolder{"/var/log", ""}, SystemFolder{"/usr/bin", ""},
    SystemFolder{"/var/run", ""},    SystemFolder{"/run", ""},     SystemFolder{"/var/lib/docker", ""}};

/// Below a mounted root lie the roots of the running containers, this one's among them: they show no host.
inline bool is_container_root(const kernel::Mount& mount) {
  return mount.file_system == "overlay" && mount.mount_point.ends_with("/merged");
}

inline bool is_kernels(const kernel::Mount& mount) {
  return mount.mount_point == "/" || mount.mount_point.starts_with("/proc") ||
         mount.mount_point.starts_with("/sys") || mount.mount_point.starts_with("/dev") ||
         mount.mount_point.starts_with("/.taut");
}

inline HostFolders find_host_folders() {
  HostFolders folders;
  const auto mounts = kernel::read_mounts();
  if (!mounts) {
    folders.error = mounts.error().error_code;
    return folders;
  }
  for (const kernel::Mount& mount : *mounts) {
    if (is_kernels(mount) || is_container_root(mount)) continue;
    if (is_host_root(mount)) {
      folders.found.push_back({mount.mount_point, "the host's root", mount.mount_point + "/etc/passwd"});
      // Before Docker 25 ":ro" held for the mount itself and not for those below it; /run has one of its own.
      folders.found.push_back({mount.mount_point, "/run below the host's root", mount.mount_point + "/run"});
      continue;
    }
    const auto* known = std::ranges::find(system_folders_of_host, mount.root, &SystemFolder::root);
    // A tmpfs that the engine made has "/" for its root: only a bind mount shows another folder.
    if (known != system_folders_of_host.end() && exists(mount.mount_point + std::string(known->holds))) {
      folders.found.push_back(
          {mount.mount_point, mount.root + " of the host", mount.mount_point + std::string(known->holds)});
    }
  }
  return folders;
}

inline Attempt no_host_folder(const HostFolders& folders) {
  if (folders.error) return refused("open(2)", folders.error);
  return stopped("read(2)", Layer::missing_file, "no root and no system folder of a host is mounted");
}

}  // namespace taut::drills
