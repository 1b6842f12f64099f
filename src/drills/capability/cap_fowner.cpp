#include <fcntl.h>
#include <linux/capability.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "base/fd.h"
#include "drills/catalogue.h"
#include "drills/scratch.h"

namespace taut::drills {

inline bool cap_fowner_is_foreign(const std::string& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0 || status.st_uid == ::geteuid()) return false;
  return (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)) && ::access(path.c_str(), R_OK) == 0;
}

/// A readable file or folder of another user, "" when there is none near the root.
inline std::string cap_fowner_foreign_file() {
  for (const char* folder : {"/", "/home", "/srv", "/opt", "/var", "/var/lib", "/var/www"}) {
    if (cap_fowner_is_foreign(folder)) return folder;
    std::error_code trouble;
    for (const auto& entry : std::filesystem::directory_iterator(folder, trouble))
      if (cap_fowner_is_foreign(entry.path())) return entry.path();
  }
  return "";
}

inline Attempt cap_fowner_open(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_NOATIME | O_CLOEXEC));
  return judged("open(2)", file.get(), "opened " + path + " with O_NOATIME, as only its owner may");
}

constinit const Drill cap_fowner{
    .id = "cap_fowner",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "act as the owner of somebody else's file",
    .goal = "change modes and attributes of files that belong to others",
    .reference = "capabilities(7), CAP_FOWNER; open(2), O_NOATIME; MITRE ATT&CK T1222.002",
    .needs = "a file of another user that can be read",
    .stopped_by = "non-root-user + drop-capabilities",
    .witness = "cap-fowner",
    .not_shown = "the file is opened for reading with O_NOATIME, which only its owner may; it is not changed",
    .capability = CAP_FOWNER,
    .attempt =
        [](const Setting& setting) {
          const std::string path = cap_fowner_foreign_file();
          if (!path.empty()) return cap_fowner_open(path);
          const ScratchFile own(setting.scratch, "given-away", 0644);
          if (!own || ::fchown(own.fd(), 4242, static_cast<gid_t>(-1)) != 0)
            return skipped("no file of another user is in sight, and none can be made");
          const Attempt attempt = cap_fowner_open(own.path());
          // Back again, so that it can be removed from a folder where only its owner may.
          if (::fchown(own.fd(), ::geteuid(), static_cast<gid_t>(-1)) != 0)
            return broken("could not take " + own.path() + " back");
          return attempt;
        },
};

}  // namespace taut::drills
