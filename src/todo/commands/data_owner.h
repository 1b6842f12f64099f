// Gives the data folder to the user that the server runs as: the folder and its backups/ become 0700, the
// regular files directly in them 0600. Works as user 0 with CAP_CHOWN alone, in a container under a rootless
// daemon too. Not covered: folders below, links, sockets and files with several hard links, which are named
// and left alone.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "todo/commands/owner.h"

namespace todo {

struct HandOver {
  std::vector<std::string> lines;  // one for each change, and for each thing left alone
  int changed = 0;
  int already = 0;  // what was right before
};

/// Links are not followed, neither in the last part of `folder` nor inside it. The second run changes
/// nothing. When it fails in the middle, the folder itself is not handed over yet, and the next run goes on.
taut::Result<HandOver> hand_over(const std::string& folder, const Owner& owner);

}  // namespace todo
