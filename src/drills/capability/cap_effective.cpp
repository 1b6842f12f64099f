#include <cerrno>

#include "drills/capability/capability_sets.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_effective{
    .id = "cap_effective",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::state,
    .title = "capabilities that are in force",
    .goal = "use them at once",
    .reference = "capget(2); capabilities(7)",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities",
    .witness = "root",
    .not_shown = "nothing is tried: the drills of each capability show what it gives",
    .attempt =
        [](const Setting&) {
          const auto sets = read_capability_sets();
          if (!sets) return set_up_refused("capget(2)", errno);
          if (sets->effective == 0)
            return stopped("capget(2)", Layer::capability, "the effective set is empty");
          return succeeded("capget(2)", "in the effective set: " + in_hex(sets->effective));
        },
};

}  // namespace taut::drills
