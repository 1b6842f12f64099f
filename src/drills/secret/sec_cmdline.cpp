#include <dirent.h>

#include <cerrno>
#include <memory>

#include "base/file.h"
#include "drills/catalogue.h"
#include "drills/secret/environment.h"

namespace taut::drills {

constinit const Drill sec_cmdline{
    .id = "sec_cmdline",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "look for secrets on command lines",
    .goal = "take passwords that were given as arguments; every user who sees the process sees them",
    .reference = "proc_pid_cmdline(5); MITRE ATT&CK T1552, T1057",
    .needs = "",
    .stopped_by = "secrets-as-files",
    .witness = "secret-on-command-line",
    .not_shown = "a clone of an image has no command line of its own; processes that start later",
    .attempt =
        [](const Setting&) {
          const std::unique_ptr<DIR, int (*)(DIR*)> processes(::opendir("/proc"), ::closedir);
          if (!processes) return refused("opendir(3)", errno);
          int seen = 0;
          while (const dirent* entry = ::readdir(processes.get())) {
            const std::string process = entry->d_name;
            const auto line =
                parse_decimal(process) ? read_file("/proc/" + process + "/cmdline") : failure("", ENOENT);
            if (!line) continue;
            ++seen;
            const std::string found = secrets_on_command_line(words_of(*line));
            if (!found.empty()) return succeeded("read(2)", "process " + process + ": " + found);
          }
          if (seen == 0) return refused("open(2)", EACCES);
          return stopped("read(2)", Layer::missing_file,
                         "none on the command lines of " + std::to_string(seen) + " processes");
        },
};

}  // namespace taut::drills
