// taut.residue.yaml, what is known to get through, and why somebody lives with it:
//   accepted:
//     - drill: info_kernel             # its id, as taut probe prints it
//       reason: uname(2) is needed by the C library
//       expires: 2027-06-30            # the last day on which it is accepted (UTC)
// Every entry has all three: an acceptance without a reason or an end is how a gap is forgotten.
// Not here: whether there is a drill of that id, and whether an entry still holds (src/report/standing.h).
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "formats/yaml.h"

namespace taut {

struct AcceptedDrill {
  std::string drill;
  std::string reason;
  std::string expires;  // "2027-06-30"
  Position at;          // of the id
};

/// Pure. An unknown key, a missing one, a date that is none, or a drill named twice is a located problem.
tl::expected<std::vector<AcceptedDrill>, yaml::Problem> parse_residue(std::string_view text);

/// Whether `text` is a day of the calendar, as "2027-06-30": such days sort as text.
bool is_calendar_day(std::string_view text);

}  // namespace taut
