#include <cerrno>

#include "drills/capability/capability_sets.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_inheritable{
    .id = "cap_inheritable",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::state,
    .title = "capabilities that programs inherit",
    .goal = "get a capability from a program with an inheritable file capability",
    .reference = "CVE-2022-24769; capabilities(7)",
    .needs = "an engine older than 20.10.14",
    .stopped_by = "drop-capabilities",
    .witness = "",
    .not_shown = "nothing is tried; engines since 20.10.14 leave the set empty",
    .attempt =
        [](const Setting&) {
          const auto sets = read_capability_sets();
          if (!sets) return set_up_refused("capget(2)", errno);
          if (sets->inheritable == 0)
            return stopped("capget(2)", Layer::engine, "the inheritable set is empty");
          return succeeded("capget(2)", "in the inheritable set: " + in_hex(sets->inheritable));
        },
};

}  // namespace taut::drills
