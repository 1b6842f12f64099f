// Why the kernel refused a path, where that can be told by asking again: owner and mode, or an option of its
// mount. Everything else (an LSM, a filter, Landlock) leaves the same errno and stays unknown.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "drills/drill.h"

namespace taut::drills {

/// Whether the mount that holds `path` has a flag of statvfs(3), such as ST_NOEXEC; nothing, with errno set,
/// when that cannot be asked.
std::optional<bool> mount_has(const std::string& path, unsigned long flag);

/// As refused(), for a call that needs `wanted` (R_OK, W_OK, X_OK) of `path`.
Attempt refused_path(std::string_view step, const std::string& path, int wanted, int error);

/// Opens `path` with open(2) `flags` and closes it at once: nothing is read or written. An open one got
/// through.
Attempt judged_open(const std::string& path, int flags, std::string evidence);

/// Makes a file of its own in `folder` and removes it.
Attempt judged_planting(const std::string& folder);

}  // namespace taut::drills
