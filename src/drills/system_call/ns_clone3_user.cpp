#include <linux/sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill ns_clone3_user{
    .id = "ns_clone3_user",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "start a process in a new user namespace, by clone3",
    .goal =
        "become root of a user namespace, with every capability over what lies in it: the door to bugs that "
        "need one, by a call whose arguments no filter can read",
    .reference = "clone3 in clone(2); user_namespaces(7); moby/moby#42681",
    .needs = "a kernel with user namespaces",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "what could be done in the namespace",
    .since = {5, 3},
    .attempt =
        [](const Setting&) {
          clone_args arguments{};
          arguments.flags = CLONE_NEWUSER;
          arguments.exit_signal = SIGCHLD;
          const long child = ::syscall(SYS_clone3, &arguments, sizeof arguments);
          if (child == 0) ::_exit(0);
          const int error = errno;
          if (child > 0) ::waitpid(static_cast<pid_t>(child), nullptr, 0);
          errno = error;
          return judged("clone3(2)", child, "started a process in a user namespace of its own");
        },
};

}  // namespace taut::drills
