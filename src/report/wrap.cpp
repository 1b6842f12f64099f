#include "report/wrap.h"

#include "base/text.h"

namespace taut::report {

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string lines;
  std::size_t column = 0;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    const std::size_t columns = count_code_points(word).value_or(word.size());
    if (column > 0 && column + 1 + columns > width) {
      lines += '\n';
      column = 0;
    }
    const std::size_t space = column == 0 ? indent : 1;
    lines += std::string(space, ' ') + std::string(word);
    column += space + columns;
  }
  return lines.empty() ? lines : lines + "\n";
}

}  // namespace taut::report
