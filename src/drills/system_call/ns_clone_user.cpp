#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill ns_clone_user{
    .id = "ns_clone_user",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "start a process in a new user namespace",
    .goal =
        "become root of a user namespace, with every capability over what lies in it: the door to bugs that "
        "need one, by the other of its calls",
    .reference = "user_namespaces(7); clone(2)",
    .needs = "a kernel with user namespaces",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "what could be done in the namespace",
    .attempt =
        [](const Setting&) {
          const long child = ::syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
          if (child == 0) ::_exit(0);
          const int error = errno;
          if (child > 0) ::waitpid(static_cast<pid_t>(child), nullptr, 0);
          errno = error;
          return judged("clone(2)", child, "started a process in a user namespace of its own");
        },
};

}  // namespace taut::drills
