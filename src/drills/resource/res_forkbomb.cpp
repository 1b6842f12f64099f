#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <vector>

#include "drills/catalogue.h"
#include "drills/resource/control_group.h"

namespace taut::drills {

/// Processes that wait, all ended and reaped with their owner.
class ForkbombChildren {
 public:
  ForkbombChildren() = default;
  ForkbombChildren(const ForkbombChildren&) = delete;
  ForkbombChildren& operator=(const ForkbombChildren&) = delete;
  ~ForkbombChildren() {
    for (const pid_t child : children_) ::kill(child, SIGKILL);
    for (const pid_t child : children_) ::waitpid(child, nullptr, 0);
  }

  /// 0, or the errno of fork.
  int add() {
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) return errno;
    if (child == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // when the attempt itself is ended, by its time limit
      while (::getppid() == parent) ::pause();
      ::_exit(0);
    }
    children_.push_back(child);
    return 0;
  }
  std::size_t count() const { return children_.size(); }

 private:
  std::vector<pid_t> children_;
};

constinit const Drill res_forkbomb{
    .id = "res_forkbomb",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "start hundreds of processes",
    .goal = "use up the host's process ids, so that nothing else can start",
    .reference = "cgroups(7), pids; CIS Docker 1.6.0 5.29; MITRE ATT&CK T1499",
    .needs = "",
    .stopped_by = "pids-limit",
    .witness = "root",
    .not_shown = "at most 400 are started; a limit above that is believed where its file can be read",
    .traits = {.exhausts = true, .needs_fork = true},
    .attempt =
        [](const Setting&) {
          constexpr std::size_t many = 400;
          if (!die_first()) return skipped("could not make sure to be the first to die");
          ForkbombChildren children;
          int error = 0;
          while (error == 0 && children.count() < many) error = children.add();
          const std::string started = std::to_string(children.count()) + " processes";
          if (error == EAGAIN) return stopped("fork(2)", Layer::limit, "after " + started);
          if (error) return refused("fork(2)", error);
          const auto limit = group_limit("/sys/fs/cgroup/pids.max", "/sys/fs/cgroup/pids/pids.max");
          if (limit)
            return stopped("fork(2)", Layer::limit, "the control group allows " + std::to_string(*limit));
          return succeeded("fork(2)", started + ", and no limit in sight");
        },
};

}  // namespace taut::drills
