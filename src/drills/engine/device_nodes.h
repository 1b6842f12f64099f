// Opening device nodes: for reading, without waiting, and closed at once. Only nodes whose open has no effect
// of its own are ever tried; /dev/watchdog, which would restart the machine, is not among them.
#pragma once

#include <fcntl.h>

#include <string>
#include <vector>

#include "base/file.h"
#include "drills/drill.h"

namespace taut::drills {

/// Tries each path: the first that opens, or the last refusal.
inline Attempt open_first_of(const std::vector<std::string>& paths, const std::string& none) {
  Attempt last = stopped("open(2)", Layer::missing_file, none);
  for (const std::string& path : paths) {
    const auto device = open_file(path, O_RDONLY | O_NONBLOCK);
    if (device) return succeeded("open(2)", path + " opens");
    if (device.error().error_code != ENOENT) last = refused("open(2)", device.error().error_code);
  }
  return last;
}

}  // namespace taut::drills
