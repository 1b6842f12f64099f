// The limits of the control group that this process is in, as far as its files can be seen (cgroups(7)).
#pragma once

#include <fcntl.h>

#include <optional>
#include <string>

#include "base/file.h"
#include "base/text.h"

namespace taut::drills {

/// A limit that is set: from the file of version 2, or of version 1, whichever is there. "max" and numbers
/// beyond any machine are none.
inline std::optional<long long> group_limit(const std::string& version_2, const std::string& version_1) {
  constexpr long long beyond_any_machine = 1LL << 60;
  for (const std::string& path : {version_2, version_1}) {
    const auto text = read_file(path);
    const auto number = text ? parse_decimal(trim(split(*text, ' ').front())) : std::nullopt;
    if (number && *number < beyond_any_machine) return number;
  }
  return std::nullopt;
}

/// A number of a file of lines "name number", or nothing.
inline std::optional<long long> group_count(std::string_view text, std::string_view name) {
  for (const std::string_view line : split(text, '\n')) {
    const auto parts = split(line, ' ');
    if (parts.size() == 2 && parts[0] == name) return parse_decimal(parts[1]);
  }
  return std::nullopt;
}

/// Makes the kernel choose this process first when memory runs out: it, and nothing else, is to die of a
/// drill.
inline bool die_first() {
  const auto file = open_file("/proc/self/oom_score_adj", O_WRONLY);
  return file && write_all(file->get(), "1000", "oom_score_adj");
}

}  // namespace taut::drills
