#include <unistd.h>

#include "drills/catalogue.h"
#include "drills/secret/environment.h"

namespace taut::drills {

constinit const Drill sec_env_self{
    .id = "sec_env_self",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "look for secrets among the environment variables",
    .goal =
        "take passwords and keys that every child process, crash report and `docker inspect` shows as well",
    .reference = "environ(7); docs.docker.com/compose/how-tos/use-secrets; MITRE ATT&CK T1552",
    .needs = "",
    .stopped_by = "secrets-as-files",
    .witness = "secret-in-environment",
    .not_shown = "secrets under names and in shapes that the drill does not know; values are never shown",
    .attempt =
        [](const Setting&) {
          std::vector<std::string_view> variables;
          for (char** variable = environ; variable && *variable; ++variable)
            variables.emplace_back(*variable);
          return judged_environment("environ(7)", variables);
        },
};

}  // namespace taut::drills
