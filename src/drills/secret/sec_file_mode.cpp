#include <cerrno>
#include <cstdio>

#include "drills/catalogue.h"
#include "drills/secret/secret_files.h"

namespace taut::drills {

constinit const Drill sec_file_mode{
    .id = "sec_file_mode",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::state,
    .title = "look whether secrets are readable for every user",
    .goal = "read them as any other user of the container, or of the host",
    .reference = "inode(7); MITRE ATT&CK T1552.001",
    .needs = "a secret mounted as a file",
    .stopped_by = "secrets-as-files",
    .witness = "secret-file-for-all",
    .not_shown = "who is in the file's group",
    .attempt =
        [](const Setting&) {
          const SecretFiles found = find_secret_files();
          if (found.paths.empty()) return no_secret_file(found);
          for (const std::string& path : found.paths) {
            struct stat status{};
            if (::stat(path.c_str(), &status) != 0) return refused("stat(2)", errno);
            char mode[8];
            std::snprintf(mode, sizeof mode, "%04o", status.st_mode & 07777U);
            if (status.st_mode & S_IRWXO) return succeeded("stat(2)", path + " has mode " + mode);
          }
          return stopped("stat(2)", Layer::permission, "closed to others: " + found.paths.front());
        },
};

}  // namespace taut::drills
