// "Did you mean": the nearest of the words that there are.
#pragma once

#include <string>
#include <string_view>

#include "base/text.h"

namespace taut {

/// "; did you mean WORD?" with the element of `range` whose name is nearest to `word`; "" when none is near.
template <class Range, class Name>
std::string did_you_mean(const Range& range, std::string_view word, Name name) {
  std::string best;
  std::size_t distance = 4;
  for (const auto& element : range) {
    const std::size_t here = edit_distance(word, name(element));
    if (here < distance) {
      distance = here;
      best = name(element);
    }
  }
  return best.empty() ? "" : "; did you mean " + best + "?";
}

}  // namespace taut
