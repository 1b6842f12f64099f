// How many files of the image are of a kind, and the first of them.
#pragma once

#include <string>

#include "drills/drill.h"
#include "drills/image_files.h"

namespace taut::drills {

inline Attempt judged_found(const std::string& what, const LookAt& is_one) {
  int count = 0;
  std::string first;
  const int error = walk_image([&](const std::string& path, const struct stat& status) {
    if (is_one(path, status) && ++count == 1) first = path;
    return true;
  });
  if (error) return set_up_refused("getdents64(2)", error);
  if (count == 0) return stopped("getdents64(2)", Layer::missing_file, "no " + what);
  return succeeded("getdents64(2)", std::to_string(count) + " " + what + ", such as " + first);
}

}  // namespace taut::drills
