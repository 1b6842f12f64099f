#include <fcntl.h>

#include "base/file.h"
#include "drills/catalogue.h"
#include "drills/secret/secret_files.h"

namespace taut::drills {

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
            last = refused("open(2)", file.error().error_code);
          }
          return last;
        },
};

}  // namespace taut::drills
