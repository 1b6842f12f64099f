// What a program of the image would gain when it is started: its file says that it runs as somebody else, or
// with capabilities, and the kernel decides at execve(2).
//
// The program is not let do anything. It is started with no room for a single open file, so that the dynamic
// loader already fails on its first library, and it is ended as soon as the kernel has said who it is.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <string>

#include "drills/drill.h"

namespace taut::drills {

struct Credentials {
  std::uint32_t user = 0;   // effective
  std::uint32_t group = 0;  // effective
  std::uint64_t capabilities = 0;
};

/// What kind of file is looked for, by its status, or by its path where that is no pointer to nothing.
struct Candidate {
  const char* name;  // "setuid program of root"
  bool (*by_status)(const struct stat& file) = nullptr;
  bool (*by_path)(const std::string& path) = nullptr;
};

bool has_file_capabilities(const std::string& path);

/// Says what was gained, "" for nothing.
using Gain = std::string (*)(const Credentials& before, const Credentials& after);
std::string new_capabilities(const Credentials& before, const Credentials& after);

/// Looks for the first such file that may be executed, and starts it.
Attempt judged_gain(const Candidate& candidate, Gain gain);

}  // namespace taut::drills
