// Text of ASCII protocols and UTF-8 users. No locale, no allocation where a view will do.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taut {

constexpr bool is_ascii_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Lower-cases A-Z only.
std::string to_ascii_lower(std::string_view text);
/// Compares without regard to the case of A-Z.
bool equals_ignoring_case(std::string_view left, std::string_view right);
/// Cuts ASCII white space from both ends.
std::string_view trim(std::string_view text);
/// Splits at every `separator`; "" gives one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);
/// A non-negative decimal number of digits only (no sign, no space), or nothing; also nothing when it
/// overflows.
std::optional<long long> parse_decimal(std::string_view text);

/// Reads the code point at the front of `text` and removes it; nothing if the bytes are not valid UTF-8
/// (overlong forms, surrogates and values past U+10FFFF are not; RFC 3629 section 3).
std::optional<char32_t> take_code_point(std::string_view& text);
/// The number of code points, or nothing if `text` is not valid UTF-8.
std::optional<std::size_t> count_code_points(std::string_view text);

/// `text` with each byte that is not UTF-8, and each control character, replaced by U+FFFD: safe in a
/// document.
std::string printable_utf8(std::string_view text);

/// `text` as a JSON string with its quotes (RFC 8259 section 7); bytes that are not UTF-8 become U+FFFD,
/// so that no input can break a log line or a document.
std::string json_quote(std::string_view text);

/// The number of single-character edits between two words; for "did you mean".
std::size_t edit_distance(std::string_view left, std::string_view right);

}  // namespace taut
