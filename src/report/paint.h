// Colour for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace taut {

/// `text` in the given SGR colour ("1;31"), or as it is.
inline std::string painted(std::string_view text, std::string_view colour, bool coloured) {
  if (!coloured) return std::string(text);
  return "\033[" + std::string(colour) + "m" + std::string(text) + "\033[0m";
}

}  // namespace taut
