// The system calls that the running workload may make: one literal table, each row with its reason. The
// container's own profile is larger, because the runtime starts the program under it; this one is closed
// after the program is ready.
#pragma once

#include <span>

#include "linux/seccomp_filter.h"

namespace taut::kernel {

/// In the order of the groups in the source: memory, threads, signals, time, files, network, and what is
/// answered otherwise.
std::span<const SyscallRule> sandbox_rules();

}  // namespace taut::kernel
