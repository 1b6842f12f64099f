#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.h"
#include "drills/catalogue.h"
#include "drills/program/shell.h"
#include "drills/scratch.h"
#include "drills/tiny_program.h"

namespace taut::drills {

constinit const Drill fs_exec_script_tmp{
    .id = "fs_exec_script_tmp",
    .tag = Tag::build_hygiene,
    .kind = Kind::attack,
    .title = "run a script from a place that runs no programs",
    .goal = "run tools as scripts, past noexec: the interpreter of the image only reads them",
    .reference = "mount(8), noexec; MITRE ATT&CK T1059.004",
    .needs = "a place to write",
    .stopped_by = "minimal-image",
    .witness = "hardened",
    .not_shown = "interpreters other than shells",
    .traits = {.replaces_process = true},
    .attempt =
        [](const Setting& setting) {
          const std::string shell = find_shell();
          if (shell.empty()) return stopped("access(2)", Layer::missing_file, "no shell in the image");
          ScratchFile file(setting.scratch, "script", 0700);
          if (!file) return no_scratch(setting, file);
          const auto wrote = write_all(file.fd(), "exit 42\n", file.path());
          if (!wrote) return set_up_refused("write(2)", wrote.error().error_code);
          // The file is removed before the shell begins, so that nothing is left: it reads what stays open
          // here.
          const UniqueFd script(::open(file.path().c_str(), O_RDONLY));  // not O_CLOEXEC, on purpose
          if (!script) return set_up_refused("open(2)", errno);
          ::unlink(file.path().c_str());
          return become(shell, {"/proc/self/fd/" + std::to_string(script.get())});
        },
};

}  // namespace taut::drills
