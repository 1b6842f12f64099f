// A program of some 150 bytes that removes its own file and ends with exit code 42: what an attacker would
// drop and run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "drills/drill.h"

namespace taut::drills {

/// How an attempt that becomes another program tells that it got through, and that the program ran but gained
/// nothing.
inline constexpr int exit_got_through = 42;
inline constexpr int exit_without_gain = 43;
/// What the dynamic loader ends with when it may not map a library as code (ld.so(8)).
inline constexpr int exit_not_loaded = 127;

/// The bytes of the program, a static ELF of this architecture (elf(5)).
std::string_view tiny_program();

/// Writes the program into `folder` and becomes it. Comes back only when that was refused.
Attempt drop_and_become(const std::string& folder);

/// execve(2) of `path` with these arguments after its name, and no environment; comes back only when that was
/// refused.
Attempt become(const std::string& path, const std::vector<std::string>& arguments = {});

/// The name under which an attempt starts its own program once more: that ends at once with
/// exit_got_through.
inline constexpr const char* started_by_itself = "taut-started-by-itself";

}  // namespace taut::drills
