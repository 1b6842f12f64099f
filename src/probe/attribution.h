// Which layer stopped an attempt. An errno alone is no answer: most EPERMs of a container come from its
// seccomp profile, whatever the attempt was named after. So the same battery is run in a second clone that
// differs in seccomp only, and what is not known after that is called unknown.
#pragma once

#include <vector>

#include "probe/reading.h"

namespace taut::probe {

/// The readings of the clones that differ in seccomp only; empty where there was no such clone.
struct Twins {
  std::vector<Reading> off;     // seccomp=unconfined
  std::vector<Reading> marked;  // see marked_profile()
  bool own_filter = false;  // the workload's own filter was in all of them: its ENOSYS is not the kernel's
};

/// Fills in the layers of `readings`; `facts` are those of their clone. ENOSYS that only a filter gave
/// becomes stopped, and one that the kernel gave becomes skipped.
void attribute(std::vector<Reading>& readings, const Twins& twins, const PlaceFacts& facts);

}  // namespace taut::probe
