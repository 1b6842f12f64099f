// The line that marks a measure, `<TAG> control-id: why`, in whatever comment syntax the file has. Only the
// exact form counts: the tag is the first thing in a comment, or in a JSON "comment" field; text about tags
// is not a tag line.
#pragma once

#include <optional>
#include <string_view>

namespace taut {

struct TagLine {
  std::string_view tag;      // without the angle brackets; need not be one of the four
  std::string_view control;  // lower-case words joined by hyphens
  std::string_view why;      // trimmed, not empty
};

/// The tag line in `line` (without its line break), or nothing. The views point into `line`.
std::optional<TagLine> parse_tag_line(std::string_view line);

/// Whether an unknown tag was meant to be one of ours: two words or more joined by hyphens, or nearly spelt
/// like one.
/// `# <NAME> value: text`, a usage line, is not.
bool looks_like_a_tag(std::string_view tag);

}  // namespace taut
