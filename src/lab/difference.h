// What differs between two short texts, line by line (longest common subsequence), as diff(1) would say it.
#pragma once

#include <string_view>
#include <vector>

namespace lab {

struct ChangedLine {
  enum class Side { before, after };
  Side side;
  std::string_view text;
};

/// The lines that only one of them has, in order; comment lines (#) and empty lines do not count.
std::vector<ChangedLine> difference(std::string_view before, std::string_view after);

}  // namespace lab
