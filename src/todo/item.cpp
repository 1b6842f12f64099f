#include "todo/item.h"

#include "base/text.h"

namespace todo {
namespace {

/// White_Space=Yes of Unicode's PropList, without those that accept_title refuses anywhere.
bool is_white_space(char32_t point) {
  return point == ' ' || (point >= 0x09 && point <= 0x0D) || point == 0xA0 || point == 0x1680 ||
         (point >= 0x2000 && point <= 0x200A) || point == 0x202F || point == 0x205F || point == 0x3000 ||
         point == 0xFEFF;
}

bool is_control(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0);
}
/// What takes no ink by itself: joiners, marks of direction, fillers, variation selectors, tags (most of
/// Unicode's Default_Ignorable_Code_Point). A part of real titles, but none is a title.
bool is_invisible(char32_t point) {
  return point == 0xAD || point == 0x34F || point == 0x61C || point == 0x115F || point == 0x1160 ||
         (point >= 0x17B4 && point <= 0x17B5) || (point >= 0x180B && point <= 0x180F) || point == 0x2800 ||
         (point >= 0x200B && point <= 0x200F) || (point >= 0x2060 && point <= 0x206F) || point == 0x3164 ||
         (point >= 0xFE00 && point <= 0xFE0F) || point == 0xFEFF || point == 0xFFA0 ||
         (point >= 0xE0000 && point <= 0xE0FFF);
}

bool breaks_lines(char32_t point) {
  return point == 0x2028 || point == 0x2029;
}
bool reorders_text(char32_t point) {
  return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

std::string_view trim_white_space(std::string_view text) {
  while (!text.empty()) {
    std::string_view rest = text;
    const auto point = taut::take_code_point(rest);
    if (!point || !is_white_space(*point)) break;
    text = rest;
  }
  while (!text.empty()) {
    std::size_t start = text.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    std::string_view last = text.substr(start);
    const auto point = taut::take_code_point(last);
    if (!point || !is_white_space(*point)) break;
    text = text.substr(0, start);
  }
  return text;
}

}  // namespace

std::string_view name_of(Filter filter) {
  switch (filter) {
    case Filter::active:
      return "active";
    case Filter::done:
      return "done";
    case Filter::all:
      break;
  }
  return "all";
}

tl::expected<std::string, std::string> accept_title(std::string_view typed) {
  const std::string_view title = trim_white_space(typed);
  if (title.empty()) return tl::unexpected<std::string>("Write what is to be done.");
  std::size_t length = 0;
  bool can_be_seen = false;
  for (std::string_view rest = title; !rest.empty(); ++length) {
    const auto point = taut::take_code_point(rest);
    if (!point) return tl::unexpected<std::string>("The text is not valid UTF-8.");
    if (is_control(*point) || breaks_lines(*point)) {
      return tl::unexpected<std::string>(
          "A title is one line: line breaks and control characters cannot be kept.");
    }
    can_be_seen = can_be_seen || !(is_invisible(*point) || is_white_space(*point));
    if (reorders_text(*point)) {
      return tl::unexpected<std::string>("Characters that change the direction of the text cannot be kept.");
    }
  }
  if (!can_be_seen) return tl::unexpected<std::string>("Write what is to be done.");
  if (length > longest_title) {
    return tl::unexpected<std::string>("A title has at most 200 characters; this one has " +
                                       std::to_string(length) + ".");
  }
  return std::string(title);
}

}  // namespace todo
