// `todo serve`: the order in which the program takes what it needs, gives up what it does not, and starts to
// answer.
#pragma once

#include "base/result.h"
#include "todo/settings.h"

namespace todo {

/// Migrates, listens, closes the sandbox and serves until SIGTERM. Returns after an orderly end.
taut::Result<void> serve(const Settings& settings);

}  // namespace todo
