// What the image holds: a walk over the container's root file system, nearest folders first. What is mounted
// is left out, and so is what lies beyond the bound: programs lie near the root, and libraries of a
// language's packages do not.
#pragma once

#include <sys/stat.h>

#include <functional>
#include <string>

namespace taut::drills {

inline constexpr int image_files_looked_at = 60'000;

/// Called with each file and folder (links are not followed); false ends the walk.
using LookAt = std::function<bool(const std::string& path, const struct stat& status)>;

/// Returns 0, or the errno of listing the root folder: then nothing was seen.
int walk_image(const LookAt& look_at);

}  // namespace taut::drills
