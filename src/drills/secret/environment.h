// The variables of a process, and the verdict about them, for the drills that read an environment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "drills/drill.h"
#include "drills/secret_shape.h"

namespace taut::drills {

/// Strings that follow each other, each with a NUL at its end, as in /proc/PID/environ and cmdline.
inline std::vector<std::string_view> words_of(std::string_view bytes) {
  std::vector<std::string_view> words = split(bytes, '\0');
  if (!words.empty() && words.back().empty()) words.pop_back();
  return words;
}

inline Attempt judged_environment(std::string_view step, const std::vector<std::string_view>& variables) {
  const std::string found = secrets_among(variables);
  if (!found.empty()) return succeeded(step, found);
  return stopped(step, Layer::missing_file,
                 "none of " + std::to_string(variables.size()) + " variables looks like a secret");
}

}  // namespace taut::drills
