#include <sys/statvfs.h>

#include "base/file.h"
#include "drills/catalogue.h"
#include "drills/program/machine_code.h"
#include "drills/scratch.h"

namespace taut::drills {

constinit const Drill ex_map_tmp{
    .id = "ex_map_tmp",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "map a dropped file as code",
    .goal =
        "load a library of one's own into a program, or start one through the dynamic loader, past noexec",
    .reference = "mmap(2), EPERM; mount(8), noexec; MITRE ATT&CK T1574.006",
    .needs = "a /tmp that can be written to",
    .stopped_by = "tmpfs-options",
    .witness = "tmp-exec",
    .not_shown = "reading the file into memory that is made executable afterwards: that is ex_mprotect",
    .attempt =
        [](const Setting&) {
          const ScratchFile file("/tmp", "map");
          if (!file) return set_up_refused("open(2)", file.error());
          const auto wrote = write_all(file.fd(), machine_code_bytes(), file.path());
          if (!wrote) return set_up_refused("write(2)", wrote.error().error_code);
          const MachineCode code(PROT_READ | PROT_EXEC, file.fd());
          if (code) return code.judged_run("mmap(2)");
          Attempt attempt = refused("mmap(2)", code.error());
          struct statvfs file_system{};
          if (::fstatvfs(file.fd(), &file_system) == 0 && (file_system.f_flag & ST_NOEXEC) != 0) {
            attempt.layer = Layer::mount_option;
            attempt.evidence = "/tmp is on a mount with noexec";
          }
          return attempt;
        },
};

}  // namespace taut::drills
