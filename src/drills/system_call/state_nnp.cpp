#include <sys/prctl.h>

#include <cerrno>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill state_nnp{
    .id = "state_nnp",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::state,
    .title = "no new privileges",
    .goal = "run a setuid program of the image, and be root inside",
    .reference = "PR_SET_NO_NEW_PRIVS(2const)",
    .needs = "",
    .stopped_by = "no-new-privileges",
    .witness = "root",
    .not_shown = "nothing is tried: whether the image holds such a program is another drill's",
    .attempt =
        [](const Setting&) {
          const int set = ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
          if (set == -1) return set_up_refused("prctl(2)", errno);
          if (set == 1) return stopped("prctl(2)", Layer::engine, "no_new_privs is set");
          return succeeded("prctl(2)", "no_new_privs is not set");
        },
};

}  // namespace taut::drills
