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

/// access(2) looks at owner, mode and mount, and at nothing else that could have refused.
bool mode_forbids(const std::string& path, int wanted) {
  return ::faccessat(AT_FDCWD, path.c_str(), wanted, AT_EACCESS) != 0 && errno == EACCES;
}

}  // namespace

std::optional<bool> mount_has(const std::string& path, unsigned long flag) {
  // By descriptor: a profile that a runtime can start under has fstatfs, and need not have statfs.
  const UniqueFd place(::open(path.c_str(), O_PATH | O_CLOEXEC));
  struct statvfs file_system{};
  if (!place || ::fstatvfs(place.get(), &file_system) != 0) return std::nullopt;
  return (file_system.f_flag & flag) != 0;
}

Attempt refused_path(std::string_view step, const std::string& path, int wanted, int error) {
  Attempt attempt = refused(step, error);
  if (error != EACCES) return attempt;
  if (wanted == X_OK && mount_has(path, ST_NOEXEC).value_or(false)) {
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
