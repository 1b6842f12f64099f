// Where the container's data is: mounts that are neither the image nor made by the kernel or the engine.
#pragma once

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "linux/mount_table.h"

namespace taut::drills {

/// File systems whose content is made up, kept in memory, or the image itself.
inline bool holds_no_data(std::string_view file_system) {
  constexpr std::array<std::string_view, 16> none{
      "proc",    "sysfs",   "tmpfs",   "devtmpfs",   "devpts", "mqueue",      "cgroup",    "cgroup2",
      "overlay", "debugfs", "tracefs", "securityfs", "pstore", "binfmt_misc", "hugetlbfs", "nsfs"};
  return std::ranges::count(none, file_system) > 0;
}

/// Whether a mount point looks like one of settings: what decides how a program behaves at its next start.
inline bool holds_settings(std::string_view mount_point) {
  constexpr std::array<std::string_view, 3> made_by_engine{"/etc/hosts", "/etc/hostname", "/etc/resolv.conf"};
  if (std::ranges::count(made_by_engine, mount_point) > 0) return false;
  return mount_point.starts_with("/etc/") || mount_point.find("conf") != std::string_view::npos ||
         mount_point.find("settings") != std::string_view::npos;
}

/// Whether it lies in the image itself. What is mounted below another mount came with that one: in a folder
/// of the host, that are mounts of the host, which stay writable where the folder above is read-only.
inline bool lies_in_image(const kernel::Mount& mount, const std::vector<kernel::Mount>& mounts) {
  return std::ranges::any_of(mounts, [&](const kernel::Mount& above) {
    return above.id == mount.parent && above.mount_point == "/";
  });
}

/// The folders that hold data and are mounted to be written to, in the order of the mount table, each once.
inline Result<std::vector<std::string>> data_folders() {
  const auto mounts = kernel::read_mounts();
  if (!mounts) return tl::unexpected(mounts.error());
  std::vector<std::string> folders;
  for (const kernel::Mount& mount : *mounts) {
    struct stat status{};
    const std::string& path = mount.mount_point;
    if (path == "/" || path == "/.taut" || holds_no_data(mount.file_system) || holds_settings(path)) continue;
    if (!lies_in_image(mount, *mounts) || kernel::has_option(mount.options, "ro")) continue;
    if (::stat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) continue;
    if (std::ranges::count(folders, path) == 0) folders.push_back(path);
  }
  return folders;
}

}  // namespace taut::drills
