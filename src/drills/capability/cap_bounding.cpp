#include <sys/prctl.h>

#include <cerrno>
#include <cstdint>

#include "drills/capability/capability_sets.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_bounding{
    .id = "cap_bounding",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::state,
    .title = "capabilities that could be won back",
    .goal = "use what a setuid file or a file capability gives",
    .reference = "capabilities(7), capability bounding set",
    .needs = "",
    .stopped_by = "drop-capabilities",
    .witness = "root",
    .not_shown = "nothing is tried: a capability in this set must still be won",
    .attempt =
        [](const Setting&) {
          std::uint64_t set = 0;
          for (int capability = 0; capability < 64; ++capability) {
            const int within = ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0);
            if (within == -1 && errno == EINVAL) break;  // past the last that this kernel knows
            if (within == -1) return set_up_refused("prctl(2)", errno);
            if (within == 1) set |= std::uint64_t{1} << capability;
          }
          if (set == 0) return stopped("prctl(2)", Layer::capability, "the bounding set is empty");
          return succeeded("prctl(2)", "in the bounding set: " + in_hex(set));
        },
};

}  // namespace taut::drills
