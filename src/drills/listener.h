// A listener for attempts to reach: what runs in a second container beside a clone.
#pragma once

#include <string_view>

namespace taut::drills {

/// Takes connections at every address on `port` and closes them at once; ends by itself after a few minutes,
/// should nobody be left to end it. The exit code.
int listen_for_a_while(std::string_view port);

}  // namespace taut::drills
