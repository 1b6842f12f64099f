#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill sys_tiocsti{
    .id = "sys_tiocsti",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "type into a terminal",
    .goal = "give commands to the shell of an administrator who enters the container",
    .reference = "TIOCSTI(2const); CVE-2017-5226",
    .needs = "/dev/ptmx",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown =
        "the terminal is its own; kernels with dev.tty.legacy_tiocsti=0 refuse it to all but CAP_SYS_ADMIN",
    .traits = {.needs_fork = true},
    .attempt =
        [](const Setting&) {
          const UniqueFd controller(::open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC));
          if (!controller) return set_up_refused("open(2)", errno);
          int unlock = 0;
          if (::ioctl(controller.get(), TIOCSPTLCK, &unlock) != 0) return set_up_refused("ioctl(2)", errno);
          // The terminal must be the one of the caller's own session. Closing it hangs up on who leads the
          // session.
          ::setsid();
          struct sigaction ignore{};
          struct sigaction before{};
          ignore.sa_handler = SIG_IGN;
          if (::sigaction(SIGHUP, &ignore, &before) != 0) return set_up_refused("rt_sigaction(2)", errno);
          UniqueFd terminal(::ioctl(controller.get(), TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
          if (!terminal) return set_up_refused("ioctl(2)", errno);
          if (::ioctl(terminal.get(), TIOCSCTTY, 0) != 0) return set_up_refused("ioctl(2)", errno);
          const int typed = ::ioctl(terminal.get(), TIOCSTI, "x");
          const int error = errno;
          ::ioctl(terminal.get(), TIOCNOTTY);
          terminal.reset();
          ::sigaction(SIGHUP, &before, nullptr);
          if (typed != 0 && error == EIO)
            return stopped("ioctl(2)", Layer::kernel, "dev.tty.legacy_tiocsti is 0");
          errno = error;
          return judged("ioctl(2)", typed, "typed a letter into a terminal");
        },
};

}  // namespace taut::drills
