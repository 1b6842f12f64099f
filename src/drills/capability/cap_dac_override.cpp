#include <fcntl.h>
#include <linux/capability.h>
#include <sys/stat.h>

#include <cerrno>

#include "base/fd.h"
#include "drills/catalogue.h"
#include "drills/scratch.h"

namespace taut::drills {

constinit const Drill cap_dac_override{
    .id = "cap_dac_override",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "open a file that its mode closes to everybody",
    .goal = "read and change every file of the container, whoever owns it",
    .reference = "capabilities(7), CAP_DAC_OVERRIDE; path_resolution(7)",
    .needs = "a place to write",
    .stopped_by = "non-root-user + drop-capabilities",
    .witness = "cap-dac-override",
    .not_shown = "a file of its own is opened; files of others follow the same rule",
    .capability = CAP_DAC_OVERRIDE,
    .attempt =
        [](const Setting& setting) {
          const ScratchFile file(setting.scratch, "closed", 0);
          if (!file) return no_scratch(setting, file);
          struct stat status{};
          if (::fstat(file.fd(), &status) != 0) return set_up_refused("fstat(2)", errno);
          if ((status.st_mode & 0777) != 0)
            return skipped("the file system of " + setting.scratch + " keeps no modes");
          const UniqueFd again(::open(file.path().c_str(), O_RDWR | O_CLOEXEC));
          return judged("open(2)", again.get(), "opened a file of mode 000 for reading and writing");
        },
};

}  // namespace taut::drills
