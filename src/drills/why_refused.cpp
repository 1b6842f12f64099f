#include "drills/why_refused.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/fd.h"
#include "base/file.h"
#include "drills/scratch.h"

namespace taut::drills {
namespace {

bool has_mount_flag(const std::string& path, unsigned long flag) {
  struct statvfs file_system{};
  return ::statvfs(path.c_str(), &file_system) == 0 && (file_system.f_flag & flag) != 0;
}

/// access(2) looks at owner, mode and mount, and at nothing else that could have refused.
bool mode_forbids(const std::string& path, int wanted) {
  return ::faccessat(AT_FDCWD, path.c_str(), wanted, AT_EACCESS) != 0 && errno == EACCES;
}

}  // namespace

Attempt refused_path(std::string_view step, const std::string& path, int wanted, int error) {
  Attempt attempt = refused(step, error);
  if (error != EACCES) return attempt;
  if (wanted == X_OK && has_mount_flag(path, ST_NOEXEC)) {
    attempt.layer = Layer::mount_option;
    attempt.evidence = path + " is on a mount with noexec";
  } else if (mode_forbids(path, wanted)) {
    attempt.layer = Layer::permission;
    attempt.evidence = "owner and mode of " + path;
  }
  return attempt;
}

Attempt judged_open(const std::string& path, int flags, std::string evidence) {
  const UniqueFd file(::open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file) return succeeded("open(2)", std::move(evidence));
  const int error = errno;
  return refused_path("open(2)", path, (flags & O_ACCMODE) == O_RDONLY ? R_OK : W_OK, error);
}

Attempt judged_planting(const std::string& folder) {
  const ScratchFile file(folder, "plant");
  if (file) return succeeded("open(2)", "made " + file.path() + ", and removed it");
  return refused_path("open(2)", folder, W_OK, file.error());
}

}  // namespace taut::drills
