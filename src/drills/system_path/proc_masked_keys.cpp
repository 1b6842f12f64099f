#include <fcntl.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/system_file.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill proc_masked_keys{
    .id = "proc_masked_keys",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "open the list of kernel keys",
    .goal = "learn of keys of other containers that run as the same uid",
    .reference = "proc_keys(5); keyrings(7); MITRE ATT&CK T1552",
    .needs = "a kernel with key rings",
    .stopped_by = "masked-paths",
    .witness = "paths-off",
    .not_shown = "whether there is a key to see",
    .attempt =
        [](const Setting&) {
          if (const std::string mask = mask_of("/proc/keys"); !mask.empty())
            return stopped("open(2)", Layer::engine, mask + " lies over /proc/keys");
          const Attempt attempt = judged_open("/proc/keys", O_RDONLY, "/proc/keys is open for reading");
          return attempt.error == ENOENT ? skipped("this kernel has no /proc/keys") : attempt;
        },
};

}  // namespace taut::drills
