// Ctrl-C and SIGTERM as something that long work looks at: the first asks for an orderly end, the second ends
// at once.
#pragma once

namespace taut {

/// From now on the first SIGINT, SIGTERM or SIGHUP sets a flag and interrupts a waiting system call.
void catch_interrupts();
/// Whether one has come.
bool interrupted();

}  // namespace taut
