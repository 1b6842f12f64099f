#include "drills/image_files.h"

#include <dirent.h>
#include <fcntl.h>

#include <cerrno>
#include <deque>
#include <memory>
#include <set>
#include <string_view>

#include "linux/mount_table.h"

namespace taut::drills {
namespace {

/// Not by device number: a file of an overlay may have another than its folder, and gVisor makes them up.
std::set<std::string, std::less<>> mounted_folders() {
  std::set<std::string, std::less<>> folders{"/proc", "/sys", "/dev", "/.taut"};
  if (const auto mounts = kernel::read_mounts()) {
    for (const kernel::Mount& mount : *mounts) folders.insert(mount.mount_point);
  }
  folders.erase("/");
  return folders;
}

class Walk {
 public:
  explicit Walk(const LookAt& look_at) : look_at_(look_at) {}

  int run() {
    waiting_.emplace_back("");
    while (!waiting_.empty() && goes_on_) {
      const std::string folder = std::move(waiting_.front());
      waiting_.pop_front();
      const int error = list(folder);
      if (folder.empty() && error) return error;
    }
    return 0;
  }

 private:
  int list(const std::string& folder) {
    const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir((folder + "/").c_str()), ::closedir);
    if (!entries) return errno;
    errno = 0;
    while (const dirent* entry = goes_on_ ? ::readdir(entries.get()) : nullptr) {
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..")
        look(folder + "/" + std::string(name), ::dirfd(entries.get()), entry->d_name);
      errno = 0;
    }
    return errno;
  }

  void look(const std::string& path, int folder, const char* name) {
    if (mounted_.contains(path)) return;
    struct stat status{};
    if (::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return;
    if (S_ISDIR(status.st_mode)) waiting_.push_back(path);
    goes_on_ = look_at_(path, status) && ++seen_ < image_files_looked_at;
  }

  const LookAt& look_at_;
  const std::set<std::string, std::less<>> mounted_ = mounted_folders();
  std::deque<std::string> waiting_;
  int seen_ = 0;
  bool goes_on_ = true;
};

}  // namespace

int walk_image(const LookAt& look_at) {
  return Walk(look_at).run();
}

}  // namespace taut::drills
