#include "todo/web/form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace todo::web {
namespace {

TEST(Form, DecodesPlusAndPercent) {
  const auto form = Form::parse("title=a+b%26c%F0%9F%98%80&x=&y");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->value("title"), "a b&c😀");
  EXPECT_EQ(form->value("x"), "");
  EXPECT_EQ(form->value("y"), "");
  EXPECT_FALSE(form->value("z"));
}

TEST(Form, TakesTheFirstOfRepeatedNames) {
  EXPECT_EQ(Form::parse("a=1&a=2")->value("a"), "1");
}

TEST(Form, RefusesBadPercentEncodingAndTooManyPairs) {
  EXPECT_FALSE(Form::parse("a=%zz"));
  EXPECT_FALSE(Form::parse("a=%4"));
  std::string many = "a";
  for (int i = 0; i < 40; ++i) many += "&a";
  EXPECT_FALSE(Form::parse(many));
}

TEST(Form, TakesRawBytesThatBrowsersLeave) {
  EXPECT_EQ(Form::parse("a={\"}|ä")->value("a"), "{\"}|ä");
}

TEST(Cookies, AreFoundByTheirWholeName) {
  using testing::ElementsAre;
  EXPECT_THAT(find_cookies("xa=1; a=2;b=3", "a"), ElementsAre("2"));
  EXPECT_THAT(find_cookies("a=x=y; a=", "a"), ElementsAre("x=y", ""));
  EXPECT_THAT(find_cookies("aa=1; b", "a"), testing::IsEmpty());
}

}  // namespace
}  // namespace todo::web
