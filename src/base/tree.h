// The regular files of a folder, as somebody who searches it would want them: what git knows or does not
// ignore where it is a git work tree, else everything below it.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace taut {

/// Paths relative to `root`, sorted. Links are not followed, version control's own folders and node_modules
/// are left out, and folders that cannot be read are passed over. Errors: `root` itself cannot be read.
Result<std::vector<std::string>> files_below(const std::string& root);

}  // namespace taut
