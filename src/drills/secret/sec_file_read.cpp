#include <fcntl.h>

#include "base/file.h"
#include "drills/catalogue.h"
#include "drills/secret/secret_files.h"

namespace taut::drills {

constinit const Drill sec_file_read{
    .id = "sec_file_read",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "open the secrets that are mounted as files",
    .goal = "take the keys and passwords that the program itself has read",
    .reference = "docs.docker.com/compose/how-tos/use-secrets; MITRE ATT&CK T1552.001",
    .needs = "a secret mounted as a file",
    .stopped_by = "self-landlock",
    .witness = "secret-file",
    .not_shown =
        "what is in them: the file is opened and not read; in a clone it belongs to the container's user",
    .attempt =
        [](const Setting&) {
          const SecretFiles found = find_secret_files();
          if (found.paths.empty()) return no_secret_file(found);
          Attempt last;
          for (const std::string& path : found.paths) {
            const auto file = open_file(path, O_RDONLY);
            if (file) return succeeded("open(2)", path + " can be read");
            last = refused("open(2)", file.error().error_code);
          }
          return last;
        },
};

}  // namespace taut::drills
