// What a process can give up by itself with one call each: new privileges, being inspected, core files, new
// executable memory. Each holds for the process (no_new_privs for the calling thread and what it starts) and
// cannot be taken back, except "dumpable", which prctl(2) can set again until the filter forbids prctl.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "linux/mechanism.h"

namespace taut::kernel {

/// Names of mechanisms that are not to be applied.
using LeftOut = std::set<std::string, std::less<>>;

/// Gives up all of them, in order: no new privileges, not dumpable, no core files, no new executable memory.
/// A kernel that refuses one is reported, not an error. Of `left_out` only the second and the last can be
/// done without: the others would show nothing.
std::vector<MechanismReport> harden_process(const LeftOut& left_out = {});

}  // namespace taut::kernel
