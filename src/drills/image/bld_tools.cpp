#include <unistd.h>

#include <string>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill bld_tools{
    .id = "bld_tools",
    .tag = Tag::build_hygiene,
    .kind = Kind::state,
    .title = "tools in the image that an attacker would use",
    .goal = "fetch, compile and run things without bringing anything along",
    .reference = "MITRE ATT&CK T1059; T1105",
    .needs = "",
    .stopped_by = "minimal-image",
    .witness = "hardened",
    .not_shown = "libraries, which can be used as well",
    .attempt =
        [](const Setting&) {
          std::string found;
          for (const std::string name : {"bash", "perl", "python3", "ruby", "node", "php", "curl", "wget",
                                         "nc", "ssh", "gcc", "apt-get", "apk", "dnf", "busybox"}) {
            for (const char* folder : {"/usr/bin/", "/bin/", "/usr/local/bin/", "/sbin/"}) {
              if (::access((folder + name).c_str(), X_OK) != 0) continue;
              found += (found.empty() ? "" : ", ") + name;
              break;
            }
          }
          if (found.empty())
            return stopped("access(2)", Layer::missing_file, "none of those that were looked for");
          return succeeded("access(2)", found);
        },
};

}  // namespace taut::drills
