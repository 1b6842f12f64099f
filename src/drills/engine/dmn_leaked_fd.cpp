#include <fcntl.h>
#include <unistd.h>

#include <climits>

#include "base/text.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill dmn_leaked_fd{
    .id = "dmn_leaked_fd",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "look for descriptors that the runtime left open",
    .goal = "reach a folder, device or socket of the host through a descriptor that was forgotten",
    .reference = "CVE-2024-21626; execve(2)",
    .needs = "",
    .stopped_by = "none",
    .witness = "inherited-descriptor",
    .not_shown = "in a clone, what the engine's next start or `docker exec` leaves open",
    .attempt =
        [](const Setting&) {
          constexpr int highest = 256;
          for (int fd = STDERR_FILENO + 1; fd < highest; ++fd) {
            // All of our own are marked to be closed by execve; what came in through it is not.
            const int flags = ::fcntl(fd, F_GETFD);
            if (flags < 0 || flags & FD_CLOEXEC) continue;
            char target[PATH_MAX] = "";
            const std::string link = "/proc/self/fd/" + std::to_string(fd);
            if (::readlink(link.c_str(), target, sizeof target - 1) < 0) target[0] = '\0';
            if (std::string_view(target) == "/dev/null") continue;  // leads nowhere
            return succeeded("fcntl(2)", "descriptor " + std::to_string(fd) + " " + printable_utf8(target));
          }
          return stopped("fcntl(2)", Layer::missing_file, "nothing but standard input, output and error");
        },
};

}  // namespace taut::drills
