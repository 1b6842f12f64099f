#include <linux/capability.h>
#include <sys/timerfd.h>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_wake_alarm{
    .id = "cap_wake_alarm",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "make a timer that wakes the machine",
    .goal = "keep a suspended machine awake; of little use on a server",
    .reference = "timerfd_create(2); capabilities(7), CAP_WAKE_ALARM",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities",
    .witness = "cap-wake-alarm",
    .not_shown = "the timer is never set",
    .capability = CAP_WAKE_ALARM,
    .attempt =
        [](const Setting&) {
          const UniqueFd timer(::timerfd_create(CLOCK_BOOTTIME_ALARM, TFD_CLOEXEC));
          return judged("timerfd_create(2)", timer.get(), "a timer that wakes the machine");
        },
};

}  // namespace taut::drills
