#include "base/file.h"
#include "drills/catalogue.h"
#include "drills/secret/environment.h"

namespace taut::drills {

constinit const Drill sec_env_pid1{
    .id = "sec_env_pid1",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "look for secrets in the environment of process 1",
    .goal = "take the secrets of the main program from another process of the container, such as a shell",
    .reference = "proc_pid_environ(5); docs.docker.com/compose/how-tos/use-secrets; MITRE ATT&CK T1552",
    .needs = "",
    .stopped_by = "secrets-as-files",
    .witness = "secret-in-environment",
    .not_shown =
        "a program that is not dumpable hides its environment from others of its user; in a clone "
        "process 1 is the drill's own program",
    .attempt =
        [](const Setting&) {
          const auto bytes = read_file("/proc/1/environ");
          if (!bytes) return refused("open(2)", bytes.error().error_code);
          return judged_environment("read(2)", words_of(*bytes));
        },
};

}  // namespace taut::drills
