#include "formats/tag_line.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "model/tag.h"

namespace taut {
namespace {

// What may stand directly before the tag: the ways in which a comment begins, and JSON's substitute for one.
constexpr std::array<std::string_view, 9> openers{
    "#", "//", "/*", "*", "--", ";", "<!--", "///", "\"comment\": \""};
// What may end the comment on the same line; it does not belong to the reason.
constexpr std::array<std::string_view, 4> closers{"*/", "-->", "\",", "\""};

constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// Whether `before`, what stands left of the tag, ends in an opener (with white space after it, or not).
bool opens_a_comment(std::string_view before) {
  const std::string_view text = trim(before);
  if (text.empty()) return true;
  return std::ranges::any_of(openers, [&](std::string_view opener) {
    if (!text.ends_with(opener)) return false;
    // Code before a trailing comment is set apart from it; "https://" and "a*" begin no comment.
    const std::string_view code = text.substr(0, text.size() - opener.size());
    return code.empty() || is_ascii_space(code.back()) || opener.starts_with('"');
  });
}

/// Cuts words of `letters` joined by single hyphens off the front of `text`.
template <class Letters>
std::string_view take_words(std::string_view& text, Letters letters) {
  std::size_t length = 0;
  while (length < text.size() && letters(text[length])) {
    ++length;
    if (length + 1 < text.size() && text[length] == '-' && letters(text[length + 1])) ++length;
  }
  const std::string_view words = text.substr(0, length);
  text.remove_prefix(length);
  return words;
}

bool skip(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view without_closer(std::string_view why) {
  for (const std::string_view closer : closers) {
    if (why.ends_with(closer)) return trim(why.substr(0, why.size() - closer.size()));
  }
  return why;
}

/// The tag line that begins at `text` with its "<".
std::optional<TagLine> parse_at(std::string_view text) {
  TagLine found;
  if (!skip(text, "<")) return std::nullopt;
  found.tag = take_words(text, is_upper);
  if (found.tag.empty() || !skip(text, "> ")) return std::nullopt;
  found.control = take_words(text, is_lower_or_digit);
  if (found.control.empty() || !skip(text, ": ")) return std::nullopt;
  found.why = without_closer(trim(text));
  if (found.why.empty()) return std::nullopt;
  return found;
}

}  // namespace

std::optional<TagLine> parse_tag_line(std::string_view line) {
  for (std::size_t at = line.find('<'); at != std::string_view::npos; at = line.find('<', at + 1)) {
    const auto found = parse_at(line.substr(at));
    if (found && opens_a_comment(line.substr(0, at))) return found;
  }
  return std::nullopt;
}

bool looks_like_a_tag(std::string_view tag) {
  if (tag.find('-') != std::string_view::npos) return true;
  return std::ranges::any_of(all_tags, [&](Tag known) { return edit_distance(tag, name_of(known)) <= 3; });
}

}  // namespace taut
