#include <linux/capability.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_perfmon_cpu{
    .id = "cap_perfmon_cpu",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "measure everything that a processor does",
    .goal = "watch other containers and the kernel through side channels",
    .reference = "perf_event_open(2); capabilities(7), CAP_PERFMON",
    .needs = "a kernel with performance counters",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "all-capabilities",
    .not_shown = "the counter is never started",
    .capability = CAP_PERFMON,
    .attempt =
        [](const Setting&) {
          perf_event_attr event{};
          event.type = PERF_TYPE_SOFTWARE;
          event.size = sizeof event;
          event.config = PERF_COUNT_SW_CPU_CLOCK;
          event.disabled = 1;
          const UniqueFd fd(
              static_cast<int>(::syscall(SYS_perf_event_open, &event, -1, 0, -1, PERF_FLAG_FD_CLOEXEC)));
          return judged("perf_event_open(2)", fd.get(), "a counter of all processes on processor 0");
        },
};

}  // namespace taut::drills
