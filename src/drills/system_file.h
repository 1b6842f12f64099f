// Files of /proc and /sys that belong to the whole machine, and what engines do about them.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "drills/drill.h"

namespace taut::drills {

/// What lies over a path so that it cannot be seen: "/dev/null", "an empty folder", or "" for nothing.
std::string mask_of(const std::string& path);

/// Opens the first of `paths` that there is for writing, and writes nothing. None there: this kernel is
/// without.
Attempt judged_write_open(std::initializer_list<const char*> paths);
Attempt judged_write_open(const std::vector<std::string>& paths);

/// Reads the beginning of a file that engines mask.
Attempt judged_read(const std::string& path);

}  // namespace taut::drills
