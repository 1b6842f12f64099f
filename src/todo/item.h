// One entry of the list, and what a title may be. Pure: no clock, no database, no HTTP.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace todo {

struct Item {
  std::int64_t id = 0;
  std::string title;
  bool done = false;
  std::int64_t created_at = 0;  // milliseconds since 1970, UTC
  std::int64_t updated_at = 0;
};

enum class Filter { all, active, done };

/// The spelling in addresses: "all", "active", "done".
std::string_view name_of(Filter filter);

inline constexpr std::size_t longest_title = 200;  // code points

/// The title as it is stored (trimmed of Unicode white space), or a sentence for the person who typed it:
/// 1 to 200 code points, valid UTF-8, no control characters, no line or paragraph separators,
/// no characters that reorder the text around them (bidirectional controls, Unicode TR #9).
tl::expected<std::string, std::string> accept_title(std::string_view typed);

}  // namespace todo
