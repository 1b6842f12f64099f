// Where the socket of a container engine may lie, seen from inside: the usual paths, whatever socket is
// mounted, and the usual paths below each mounted folder.
#pragma once

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "linux/mount_table.h"

namespace taut::drills {

inline bool is_socket_file(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode);
}

/// Adds `folder`/<user id>/docker.sock and the like: the sockets of rootless engines.
inline void add_user_sockets(const std::string& folder, std::vector<std::string>& paths) {
  const std::unique_ptr<DIR, int (*)(DIR*)> users(::opendir(folder.c_str()), ::closedir);
  while (const dirent* entry = users ? ::readdir(users.get()) : nullptr) {
    if (entry->d_name[0] == '.') continue;
    const std::string user = folder + "/" + entry->d_name;
    paths.push_back(user + "/docker.sock");
    paths.push_back(user + "/podman/podman.sock");
  }
}

inline std::vector<std::string> find_engine_sockets() {
  constexpr std::array usual{"/docker.sock", "/podman/podman.sock", "/containerd/containerd.sock",
                             "/crio/crio.sock", "/k3s/containerd/containerd.sock"};
  std::vector<std::string> paths;
  std::vector<std::string> folders{""};
  if (const auto mounts = kernel::read_mounts()) {
    for (const kernel::Mount& mount : *mounts) {
      const bool kernels = mount.mount_point.starts_with("/proc") || mount.mount_point.starts_with("/sys");
      if (kernels || mount.mount_point == "/") continue;
      paths.push_back(mount.mount_point);
      folders.push_back(mount.mount_point);
    }
  }
  for (const std::string& folder : folders) {
    for (const char* run : {"", "/run", "/var/run"}) {
      for (const char* socket : usual) paths.push_back(folder + run + socket);
      add_user_sockets(folder + run + "/user", paths);
    }
  }
  std::erase_if(paths, [](const std::string& path) { return !is_socket_file(path); });
  std::ranges::sort(paths);
  paths.erase(std::ranges::unique(paths).begin(), paths.end());
  return paths;
}

}  // namespace taut::drills
