#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>

#include "drills/catalogue.h"
#include "drills/resource/control_group.h"

namespace taut::drills {

/// Two processes that compute, for one and a half of the periods that a quota counts in.
inline int spin_twice() {
  constexpr std::chrono::milliseconds duration{150};
  pid_t children[2];
  int started = 0;
  int error = 0;
  for (pid_t& child : children) {
    child = ::fork();
    if (child < 0) {
      error = errno;
      break;
    }
    if (child == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      const auto end = std::chrono::steady_clock::now() + duration;
      while (std::chrono::steady_clock::now() < end) {
      }
      ::_exit(0);
    }
    ++started;
  }
  for (int at = 0; at < started; ++at) ::waitpid(children[at], nullptr, 0);
  return error;
}

/// How often the control group was held back; nothing when it does not tell.
inline std::optional<long long> times_throttled() {
  for (const char* path : {"/sys/fs/cgroup/cpu.stat", "/sys/fs/cgroup/cpu/cpu.stat"}) {
    const auto text = read_file(path);
    const auto count = text ? group_count(*text, "nr_throttled") : std::nullopt;
    if (count) return count;
  }
  return std::nullopt;
}

constinit const Drill res_cpu{
    .id = "res_cpu",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "take all processor time",
    .goal = "compute for oneself at the cost of everybody else on the host",
    .reference = "cgroups(7), cpu; CIS Docker 1.6.0 5.12; MITRE ATT&CK T1496.001",
    .needs = "control groups that can be read",
    .stopped_by = "cpu-limit",
    .witness = "root",
    .not_shown = "shares, which weigh containers against each other; a quota above two processors",
    .traits = {.exhausts = true, .needs_fork = true},
    .attempt =
        [](const Setting&) {
          const auto before = times_throttled();
          const auto quota = group_limit("/sys/fs/cgroup/cpu.max", "/sys/fs/cgroup/cpu/cpu.cfs_quota_us");
          const int error = spin_twice();
          if (error) return set_up_refused("fork(2)", error);
          const auto after = times_throttled();
          if (before && after && *after > *before)
            return stopped("", Layer::limit, "held back " + std::to_string(*after - *before) + " times");
          if (quota)
            return stopped("", Layer::limit, "a quota of " + std::to_string(*quota) + " µs a period");
          if (!after) return skipped("the control group's cpu.stat cannot be read");
          return succeeded("", "two processes at full speed, and no quota");
        },
};

}  // namespace taut::drills
