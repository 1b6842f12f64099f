#include "lab/standing.h"

#include <algorithm>

#include "base/text.h"

namespace lab {
namespace {

constexpr char row_end = '\x1E';
constexpr char field_end = '\x1F';

std::string field(std::string text) {
  std::erase(text, row_end);
  std::erase(text, field_end);
  return text;
}

}  // namespace

const ControlStanding* Standing::of(std::string_view control) const {
  const auto found = std::ranges::find(controls, control, &ControlStanding::control);
  return found == controls.end() ? nullptr : &*found;
}

std::string packed(const Standing& standing) {
  std::string text;
  for (const ControlStanding& row : standing.controls) {
    text += "c" + (field_end + field(row.control)) + field_end + std::to_string(static_cast<int>(row.state)) +
            field_end + field(row.words) + row_end;
  }
  for (const Likeness& row : standing.likeness)
    text += "l" + (field_end + field(row.what)) + field_end + field(row.server) + field_end +
            field(row.attempt) + row_end;
  return text;
}

std::optional<Standing> unpacked_standing(std::string_view text) {
  Standing standing;
  for (const std::string_view row : taut::split(text, row_end)) {
    if (row.empty()) continue;
    const auto fields = taut::split(row, field_end);
    if (fields.size() != 4) return std::nullopt;
    if (fields[0] == "l") {
      standing.likeness.push_back({std::string(fields[1]), std::string(fields[2]), std::string(fields[3])});
      continue;
    }
    const auto state = taut::parse_decimal(fields[2]);
    if (fields[0] != "c" || !state || *state > static_cast<int>(State::not_visible)) return std::nullopt;
    standing.controls.push_back({std::string(fields[1]), static_cast<State>(*state), std::string(fields[3])});
  }
  return standing;
}

}  // namespace lab
