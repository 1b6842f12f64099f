#include "drills/system_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "base/fd.h"
#include "drills/why_refused.h"

namespace taut::drills {
namespace {

bool is_null_device(const struct stat& status) {
  return S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 3);
}

bool is_empty(const std::string& folder) {
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(folder.c_str()), ::closedir);
  int count = 0;
  while (entries && ::readdir(entries.get()) != nullptr) ++count;
  return entries && count <= 2;  // itself and the folder above
}

Attempt without(const std::string& path) {
  // Without /proc nothing of it can be told.
  if (::access("/proc/self", F_OK) != 0) return stopped("open(2)", Layer::missing_file, "no /proc");
  return skipped("this kernel has no " + path);
}

}  // namespace

std::string mask_of(const std::string& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) return "";
  if (is_null_device(status)) return "/dev/null";
  const bool read_only = mount_has(path, ST_RDONLY).value_or(false);
  return S_ISDIR(status.st_mode) && read_only && is_empty(path) ? "an empty folder" : "";
}

Attempt judged_write_open(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    if (const std::string mask = mask_of(path); !mask.empty())
      return stopped("open(2)", Layer::engine, mask + " lies over " + path);
    const Attempt attempt = judged_open(path, O_WRONLY, path + " is open for writing; nothing was written");
    if (attempt.error != ENOENT) return attempt;
  }
  return without(paths.empty() ? "such file" : paths.front());
}

Attempt judged_write_open(std::initializer_list<const char*> paths) {
  return judged_write_open(std::vector<std::string>(paths.begin(), paths.end()));
}

Attempt judged_read(const std::string& path) {
  if (const std::string mask = mask_of(path); !mask.empty())
    return stopped("open(2)", Layer::engine, mask + " lies over " + path);
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file && errno == ENOENT) return without(path);
  if (!file) return refused_path("open(2)", path, R_OK, errno);
  char bytes[256];
  const ssize_t got = ::read(file.get(), bytes, sizeof bytes);
  if (got < 0) return refused("read(2)", errno);
  if (got == 0) return stopped("read(2)", Layer::unknown, path + " is empty");
  return succeeded("read(2)", path + " can be read");
}

}  // namespace taut::drills
