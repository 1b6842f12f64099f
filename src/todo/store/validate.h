// Whether a file that claims to be a copy of the list is one: sound, ours, of a version that we know, and
// nothing more in it.
#pragma once

#include <string>

#include "base/result.h"

namespace todo {

/// Checks the file `draft`, which is in a folder that we may write and which nobody else uses; leaves it in
/// rollback journal mode, as one file. `name` is what the user calls it.
taut::Result<void> validate_copy(const std::string& draft, const std::string& name);

}  // namespace todo
