#include <dirent.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "drills/catalogue.h"
#include "drills/system_file.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill proc_masked_firmware{
    .id = "proc_masked_firmware",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "list what the firmware tells",
    .goal = "learn about the host's hardware: tables of ACPI and EFI, the memory map",
    .reference = "opencontainers/runtime-spec config-linux.md, Masked Paths; MITRE ATT&CK T1082",
    .needs = "a /sys/firmware",
    .stopped_by = "masked-paths",
    .witness = "paths-off",
    .not_shown = "the tables themselves, which only root may read",
    .attempt =
        [](const Setting&) {
          if (const std::string mask = mask_of("/sys/firmware"); !mask.empty())
            return stopped("open(2)", Layer::engine, mask + " lies over /sys/firmware");
          const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir("/sys/firmware"), ::closedir);
          if (!entries && errno == ENOENT) return skipped("this kernel has no /sys/firmware");
          if (!entries) return refused_path("open(2)", "/sys/firmware", R_OK, errno);
          while (const dirent* entry = ::readdir(entries.get())) {
            if (entry->d_name[0] != '.')
              return succeeded("getdents64(2)", "/sys/firmware holds " + std::string(entry->d_name));
          }
          return skipped("/sys/firmware is empty on this machine");
        },
};

}  // namespace taut::drills
