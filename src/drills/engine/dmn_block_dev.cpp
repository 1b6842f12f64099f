#include <dirent.h>
#include <sys/stat.h>

#include <cerrno>
#include <memory>

#include "drills/catalogue.h"
#include "drills/engine/device_nodes.h"

namespace taut::drills {

inline std::vector<std::string> block_devices_in(const std::string& folder) {
  std::vector<std::string> paths;
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(folder.c_str()), ::closedir);
  while (const dirent* entry = entries ? ::readdir(entries.get()) : nullptr) {
    const std::string path = folder + "/" + entry->d_name;
    struct stat status{};
    if (::lstat(path.c_str(), &status) == 0 && S_ISBLK(status.st_mode)) paths.push_back(path);
  }
  return paths;
}

constinit const Drill dmn_block_dev{
    .id = "dmn_block_dev",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "open a disk of the host",
    .goal = "read and change every file of the host, past all permissions",
    .reference = "CIS Docker 1.6.0 5.18; MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "no-devices + non-root-user",
    .witness = "device",
    .not_shown = "nothing is read; disks below other folders than /dev",
    .attempt = [](const Setting&) { return open_first_of(block_devices_in("/dev"), "no disk is in /dev"); },
};

}  // namespace taut::drills
