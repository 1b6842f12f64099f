#include "todo/item.h"

#include <gtest/gtest.h>

namespace todo {
namespace {

TEST(Title, IsTrimmedOfUnicodeWhiteSpace) {
  EXPECT_EQ(accept_title(" \xC2\xA0 milk \xE3\x80\x80\t"), "milk");
}

TEST(Title, OfNothingButSpaceIsRefused) {
  EXPECT_FALSE(accept_title(""));
  EXPECT_FALSE(accept_title(" \t\xE2\x80\x83"));
}

TEST(Title, OfInvisibleCharactersAloneIsRefused) {
  for (const char* unseen : {"\u200B", "\u200D\u200B", "\u2060 \u00AD", "\uFE0F", "\u3164", "\u200E"}) {
    EXPECT_FALSE(accept_title(unseen)) << unseen;
  }
  EXPECT_TRUE(accept_title("\U0001F468\u200D\U0001F469"));  // a family, joined
  EXPECT_TRUE(accept_title("e\u0301"));
}

TEST(Title, Of200CodePointsIsTheLongest) {
  std::string title;
  for (int i = 0; i < 200; ++i) title += "😀";
  EXPECT_TRUE(accept_title(title));
  EXPECT_FALSE(accept_title(title + "x"));
}

TEST(Title, WithLineBreaksControlsOrReorderingIsRefused) {
  for (const char* bad : {"a\nb", "a\rb",
                          "a\x01"
                          "b",
                          "a\x7F"
                          "b",
                          "a\xC2\x85"
                          "b",
                          "a\xE2\x80\xA8"
                          "b",
                          "a\xE2\x80\xAE"
                          "b"}) {
    EXPECT_FALSE(accept_title(bad)) << bad;
  }
}

TEST(Title, OfBrokenUtf8IsRefused) {
  EXPECT_FALSE(accept_title("a\xFF"));
}

TEST(Title, MayHoldMarkupAsItIs) {
  EXPECT_EQ(accept_title("<b>&\"'"), "<b>&\"'");
}

}  // namespace
}  // namespace todo
