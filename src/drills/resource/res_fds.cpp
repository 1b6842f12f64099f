#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill res_fds{
    .id = "res_fds",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "open thousands of descriptors",
    .goal = "use up the kernel memory and the table of open files that all of the host share",
    .reference = "getrlimit(2), RLIMIT_NOFILE; CIS Docker 1.6.0 5.19; MITRE ATT&CK T1499",
    .needs = "",
    .stopped_by = "open-files-limit",
    .witness = "root",
    .not_shown = "at most 16,384 are opened; a limit above that counts as none",
    .traits = {.exhausts = true},
    .attempt =
        [](const Setting&) {
          constexpr std::size_t many = 16'384;
          rlimit before{};
          if (::getrlimit(RLIMIT_NOFILE, &before) != 0) return set_up_refused("getrlimit(2)", errno);
          // Whoever attacks takes what the hard limit allows.
          const rlimit raised{before.rlim_max, before.rlim_max};
          ::setrlimit(RLIMIT_NOFILE, &raised);
          std::vector<UniqueFd> opened;
          int error = 0;
          while (error == 0 && opened.size() < many) {
            UniqueFd folder(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
            error = folder ? 0 : errno;
            if (folder) opened.push_back(std::move(folder));
          }
          const std::string count = std::to_string(opened.size()) + " descriptors";
          opened.clear();
          ::setrlimit(RLIMIT_NOFILE, &before);
          if (error == EMFILE) return stopped("open(2)", Layer::limit, "after " + count);
          return error ? refused("open(2)", error) : succeeded("open(2)", count);
        },
};

}  // namespace taut::drills
