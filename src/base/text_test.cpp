#include "base/text.h"

#include <gtest/gtest.h>

namespace taut {
namespace {

TEST(Text, TrimCutsWhiteSpaceFromBothEndsOnly) {
  EXPECT_EQ(trim(" \t a b\r\n"), "a b");
}

TEST(Text, ParseDecimalTakesDigitsOnly) {
  EXPECT_EQ(parse_decimal("42"), 42);
  for (const char* bad : {"", "-1", "+1", " 1", "1 ", "1x", "99999999999999999999"})
    EXPECT_FALSE(parse_decimal(bad)) << bad;
}

TEST(Text, InvalidUtf8IsRefused) {
  for (const char* bad :
       {"\x80", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8", "\xE2\x82"}) {
    EXPECT_FALSE(count_code_points(bad)) << json_quote(bad);
  }
}

TEST(Text, CodePointsAreCountedNotBytes) {
  EXPECT_EQ(count_code_points("aä€😀"), 4U);
}

TEST(Text, JsonQuoteNeverLetsALineBreakOrAQuoteThrough) {
  EXPECT_EQ(json_quote("a\"\\\n\x7F\xE2\x80\xA8\xFF"), "\"a\\\"\\\\\\u000a\\u007f\\u2028\xEF\xBF\xBD\"");
}

TEST(Text, PrintableTextHoldsNoControlCharacterAndIsUtf8) {
  EXPECT_EQ(printable_utf8(std::string_view("a\0\n\xFFäb", 7)), "a\uFFFD\uFFFD\uFFFDäb");
  EXPECT_EQ(printable_utf8("\xC2\x85"), "\uFFFD");
}

TEST(Text, EditDistanceCountsInsertionsDeletionsAndReplacements) {
  EXPECT_EQ(edit_distance("ALLOWED_HOST", "ALLOWED_HOSTS"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(Text, SplitOfNothingIsOneEmptyPart) {
  EXPECT_EQ(split("", ',').size(), 1U);
}

}  // namespace
}  // namespace taut
