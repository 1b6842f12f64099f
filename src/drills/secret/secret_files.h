// Where secrets are mounted as files, for the drills that try to read or change them. In a clone something
// empty stands in the place of each, under the same path, mode and mount options.
#pragma once

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "drills/drill.h"
#include "linux/mount_table.h"

namespace taut::drills {

/// Compose and Swarm mount below /run/secrets, Kubernetes below /var/run/secrets; elsewhere the name tells.
inline bool is_secret_place(std::string_view mount_point) {
  constexpr std::array<std::string_view, 3> folders{"/run/secrets", "/var/run/secrets", "/etc/secrets"};
  constexpr std::array<std::string_view, 6> words{"secret", "password",   "passwd",
                                                  "token",  "credential", "private"};
  constexpr std::array<std::string_view, 4> ends{".pem", ".key", ".p12", ".pfx"};
  if (std::ranges::any_of(folders, [&](auto folder) { return mount_point.starts_with(folder); })) return true;
  const std::string name = to_ascii_lower(mount_point.substr(mount_point.rfind('/') + 1));
  return std::ranges::any_of(words, [&](auto word) { return name.find(word) != std::string::npos; }) ||
         std::ranges::any_of(ends, [&](auto end) { return name.ends_with(end); });
}

inline bool is_regular_file(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

struct SecretFiles {
  std::vector<std::string> paths;
  int error = 0;  // why the mount table could not be read, 0 when it could
};

/// The files of the first mounts that hold secrets; a folder's own files, not those further down.
inline SecretFiles find_secret_files() {
  constexpr std::size_t enough = 16;
  SecretFiles found;
  const auto mounts = kernel::read_mounts();
  if (!mounts) {
    found.error = mounts.error().error_code;
    return found;
  }
  for (const kernel::Mount& mount : *mounts) {
    if (!is_secret_place(mount.mount_point) || found.paths.size() >= enough) continue;
    if (is_regular_file(mount.mount_point)) {
      found.paths.push_back(mount.mount_point);
      continue;
    }
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(mount.mount_point.c_str()), ::closedir);
    while (const dirent* entry = folder ? ::readdir(folder.get()) : nullptr) {
      const std::string path = mount.mount_point + "/" + entry->d_name;
      if (is_regular_file(path) && found.paths.size() < enough) found.paths.push_back(path);
    }
  }
  return found;
}

/// What there is to say when there is no file to try.
inline Attempt no_secret_file(const SecretFiles& found) {
  if (found.error) return refused("open(2)", found.error);
  return skipped("no secret is mounted as a file");
}

}  // namespace taut::drills
