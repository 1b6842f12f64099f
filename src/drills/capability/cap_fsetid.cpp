#include <linux/capability.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/scratch.h"

namespace taut::drills {

constinit const Drill cap_fsetid{
    .id = "cap_fsetid",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "keep the setuid bit of a file that is written to",
    .goal = "plant a program that runs as another user, in place of one that had the bit",
    .reference = "capabilities(7), CAP_FSETID; MITRE ATT&CK T1548.001",
    .needs = "a place to write",
    .stopped_by = "non-root-user + drop-capabilities",
    .witness = "cap-fsetid",
    .not_shown = "the file is its own, and is not run",
    .capability = CAP_FSETID,
    .attempt =
        [](const Setting& setting) {
          const ScratchFile file(setting.scratch, "setuid");
          if (!file) return no_scratch(setting, file);
          if (::fchmod(file.fd(), 06755) != 0) return set_up_refused("fchmod(2)", errno);
          if (::write(file.fd(), "x", 1) != 1) return set_up_refused("write(2)", errno);
          struct stat status{};
          if (::fstat(file.fd(), &status) != 0) return set_up_refused("fstat(2)", errno);
          if ((status.st_mode & S_ISUID) == 0)
            return stopped("write(2)", Layer::capability, "writing took the setuid bit away");
          return succeeded("write(2)", "the setuid bit stayed after a write");
        },
};

}  // namespace taut::drills
