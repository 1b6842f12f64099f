#include "lab/difference.h"

#include <algorithm>
#include <cstddef>

#include "base/text.h"

namespace lab {
namespace {

std::vector<std::string_view> lines_that_count(std::string_view text) {
  std::vector<std::string_view> lines;
  for (const std::string_view line : taut::split(text, '\n')) {
    const std::string_view words = taut::trim(line);
    if (!words.empty() && !words.starts_with('#')) lines.push_back(line);
  }
  return lines;
}

}  // namespace

std::vector<ChangedLine> difference(std::string_view before, std::string_view after) {
  const auto old_lines = lines_that_count(before);
  const auto new_lines = lines_that_count(after);
  // common[i][j]: how many lines old_lines from i on and new_lines from j on have in common, in order.
  std::vector<std::vector<std::size_t>> common(old_lines.size() + 1,
                                               std::vector<std::size_t>(new_lines.size() + 1));
  for (std::size_t i = old_lines.size(); i-- > 0;) {
    for (std::size_t j = new_lines.size(); j-- > 0;) {
      common[i][j] = old_lines[i] == new_lines[j] ? common[i + 1][j + 1] + 1
                                                  : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::vector<ChangedLine> changed;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < old_lines.size() || j < new_lines.size()) {
    if (i < old_lines.size() && j < new_lines.size() && old_lines[i] == new_lines[j]) {
      ++i, ++j;
    } else if (j == new_lines.size() || (i < old_lines.size() && common[i + 1][j] >= common[i][j + 1])) {
      changed.push_back({ChangedLine::Side::before, old_lines[i++]});
    } else {
      changed.push_back({ChangedLine::Side::after, new_lines[j++]});
    }
  }
  return changed;
}

}  // namespace lab
