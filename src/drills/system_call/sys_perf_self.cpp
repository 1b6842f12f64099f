#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill sys_perf_self{
    .id = "sys_perf_self",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "measure its own execution",
    .goal = "reach the kernel's performance counters, which have been a way to root",
    .reference = "perf_event_open(2); CVE-2013-2094",
    .needs = "a kernel with performance counters",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "the counter is never started; other processes are not measured",
    .attempt =
        [](const Setting&) {
          perf_event_attr event{};
          event.type = PERF_TYPE_SOFTWARE;
          event.size = sizeof event;
          event.config = PERF_COUNT_SW_TASK_CLOCK;
          event.disabled = event.exclude_kernel = event.exclude_hv = 1;
          const UniqueFd fd(
              static_cast<int>(::syscall(SYS_perf_event_open, &event, 0, -1, -1, PERF_FLAG_FD_CLOEXEC)));
          return judged("perf_event_open(2)", fd.get(), "a counter of its own process");
        },
};

}  // namespace taut::drills
