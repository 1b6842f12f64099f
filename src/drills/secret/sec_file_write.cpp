#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.h"
#include "drills/catalogue.h"
#include "drills/secret/secret_files.h"

namespace taut::drills {

/// A file that its owner may not write is the owner's all the same, who can change its mode, unless the mount
/// is read-only.
inline Attempt without_permission(const std::string& path) {
  Attempt attempt = refused("open(2)", EACCES);
  struct stat status{};
  const auto mounts = kernel::read_mounts();
  const kernel::Mount* mount = mounts ? kernel::find_mount(*mounts, path) : nullptr;
  if (!mount || ::stat(path.c_str(), &status) != 0) return attempt;
  if (status.st_uid != ::geteuid()) {
    attempt.layer = Layer::permission;
  } else if (kernel::has_option(mount->options, "ro")) {
    attempt.layer = Layer::read_only_mount;
  } else {
    return succeeded("stat(2)", path + " is its own, and so is its mode");
  }
  return attempt;
}

constinit const Drill sec_file_write{
    .id = "sec_file_write",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "open the mounted secrets for writing",
    .goal = "replace a key or a password by one's own, for every later start",
    .reference = "mount(8), ro; MITRE ATT&CK T1565.001",
    .needs = "a secret mounted as a file",
    .stopped_by = "read-only-mounts",
    .witness = "secret-writable",
    .not_shown = "nothing is written; in a clone the file belongs to the container's user",
    .attempt =
        [](const Setting&) {
          const SecretFiles found = find_secret_files();
          if (found.paths.empty()) return no_secret_file(found);
          Attempt last;
          for (const std::string& path : found.paths) {
            const auto file = open_file(path, O_WRONLY);
            if (file) return succeeded("open(2)", path + " can be written");
            const int error = file.error().error_code;
            last = error == EACCES ? without_permission(path) : refused("open(2)", error);
            if (last.outcome == Outcome::succeeded) return last;
          }
          return last;
        },
};

}  // namespace taut::drills
