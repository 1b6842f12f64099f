#include "drills/scratch.h"

#include <fcntl.h>
#include <sys/auxv.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "linux/mount_table.h"

namespace taut::drills {
namespace {

/// Containers that share a folder have the same small process ids. From the kernel's random bytes of this
/// program (getauxval(3)), as a sandbox may leave no call to get others; mixed, as the C library makes its
/// secrets of the same bytes.
unsigned word_of_this_program() {
  static const unsigned word = [] {
    unsigned long long bytes[2] = {};
    if (const auto* random = reinterpret_cast<const void*>(::getauxval(AT_RANDOM)))
      std::memcpy(bytes, random, sizeof bytes);
    return static_cast<unsigned>((bytes[0] * 0x9E3779B97F4A7C15U ^ bytes[1] * 0xC2B2AE3D27D4EB4FU) >> 32);
  }();
  return word;
}

bool can_make_files_in(const std::string& folder) {
  const ScratchFile trial(folder, "trial");
  return static_cast<bool>(trial);
}

}  // namespace

ScratchFile::ScratchFile(const std::string& folder, std::string_view name, unsigned mode)
    : path_((folder == "/" ? "" : folder) + "/taut-drill-" + std::string(name) + "-" +
            std::to_string(::getpid()) + "-" + std::to_string(word_of_this_program())) {
  if (folder.empty()) {
    error_ = EROFS;
    return;
  }
  fd_.reset(::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!fd_) error_ = errno;
}

ScratchFile::~ScratchFile() {
  if (error_ == 0) ::unlink(path_.c_str());
}

std::string find_scratch() {
  for (const char* folder : {"/tmp", "/dev/shm", "/var/tmp", "."}) {
    if (can_make_files_in(folder)) return folder;
  }
  const auto mounts = kernel::read_mounts();
  if (!mounts) return "";
  for (const kernel::Mount& mount : *mounts) {
    const bool kernel_made = mount.mount_point.starts_with("/proc") || mount.mount_point.starts_with("/sys");
    if (!kernel_made && can_make_files_in(mount.mount_point)) return mount.mount_point;
  }
  return "";
}

Attempt no_scratch(const Setting& setting, const ScratchFile& file) {
  if (setting.scratch.empty())
    return stopped("open(2)", Layer::read_only_mount, "no place to write a file of its own");
  return set_up_refused("open(2)", file.error());
}

}  // namespace taut::drills
