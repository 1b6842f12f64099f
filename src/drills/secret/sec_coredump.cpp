#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "base/file.h"
#include "base/text.h"
#include "drills/catalogue.h"
#include "drills/scratch.h"

namespace taut::drills {

/// A child that asks for the largest core file that it may have, and crashes in `folder`.
[[noreturn]] inline void crash_in(const std::string& folder) {
  rlimit limit{};
  ::getrlimit(RLIMIT_CORE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_CORE, &limit);
  if (::chdir(folder.c_str()) != 0) ::_exit(1);
  ::signal(SIGABRT, SIG_DFL);
  ::abort();
}

inline void remove_core_of(pid_t process, const std::string& folder) {
  ::unlink((folder + "/core." + std::to_string(process)).c_str());
  ::unlink((folder + "/core").c_str());
}

constinit const Drill sec_coredump{
    .id = "sec_coredump",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "crash, and look for the copy of the memory",
    .goal = "get keys and passwords out of a program's memory by making it crash",
    .reference = "core(5); MITRE ATT&CK T1003",
    .needs = "a place to write; a kernel that writes core files itself",
    .stopped_by = "no-core-dumps",
    .witness = "root",
    .not_shown = "where the host pipes core files to a handler of its own, the limit does not hold that back",
    .traits = {.clone_only = true, .needs_fork = true},
    .attempt =
        [](const Setting& setting) {
          const auto pattern = read_file("/proc/sys/kernel/core_pattern");
          if (!pattern) return set_up_refused("open(2)", pattern.error().error_code);
          if (pattern->starts_with('|')) return skipped("the host hands core files to a program of its own");
          const ScratchFile place(setting.scratch, "core");
          if (!place) return no_scratch(setting, place);
          // The kernel writes core files of dumpable processes only; whoever attacks a program finds it so.
          if (::prctl(PR_GET_DUMPABLE) != 1) return stopped("prctl(2)", Layer::kernel, "not dumpable");
          const pid_t child = ::fork();
          if (child < 0) return set_up_refused("fork(2)", errno);
          if (child == 0) crash_in(setting.scratch);
          int status = 0;
          while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
          }
          remove_core_of(child, setting.scratch);
          if (WIFSIGNALED(status) && WCOREDUMP(status))
            return succeeded("abort(3)", "the kernel wrote a core file in " + setting.scratch);
          return stopped("abort(3)", Layer::limit, "no core file");
        },
};

}  // namespace taut::drills
