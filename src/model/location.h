// A place in a text, as editors count: the first line and the first column are 1.
#pragma once

#include <cstddef>
#include <string>

namespace taut {

struct Position {
  std::size_t line = 1;
  std::size_t column = 1;  // in bytes

  friend bool operator==(const Position&, const Position&) = default;
};

/// "compose.yaml:12:5", which terminals and editors turn into a link.
inline std::string locate(const std::string& file, const Position& at) {
  return file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

}  // namespace taut
