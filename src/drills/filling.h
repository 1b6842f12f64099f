// Filling a folder up to a bound that harms no host, and emptying it again. In clones only.
#pragma once

#include <string>

#include "drills/drill.h"

namespace taut::drills {

/// Writes up to 48 MiB into one file.
Attempt judged_filling(const std::string& folder);
/// Makes up to 3,000 empty files.
Attempt judged_many_files(const std::string& folder);

}  // namespace taut::drills
