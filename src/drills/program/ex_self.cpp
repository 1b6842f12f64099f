#include <unistd.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/tiny_program.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill ex_self{
    .id = "ex_self",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "start a program at all",
    .goal = "start helpers of any kind: every tool of an attacker that is a program",
    .reference = "execve(2); MITRE ATT&CK T1106",
    .needs = "",
    .stopped_by = "self-seccomp + self-landlock",
    .witness = "hardened",
    .not_shown = "its own program is started once more, the one file that is sure to be there",
    .traits = {.replaces_process = true},
    .attempt =
        [](const Setting&) {
          char* const arguments[] = {const_cast<char*>(started_by_itself), nullptr};
          char* const environment[] = {nullptr};
          ::execve("/proc/self/exe", arguments, environment);
          return refused_path("execve(2)", "/proc/self/exe", X_OK, errno);
        },
};

}  // namespace taut::drills
