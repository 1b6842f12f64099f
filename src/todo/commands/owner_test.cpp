#include "todo/commands/owner.h"

#include <gtest/gtest.h>

namespace todo {
namespace {

TEST(OwnerText, OfTwoNumbersNamesUserAndGroup) {
  const auto owner = parse_owner("1000:100");
  ASSERT_TRUE(owner);
  EXPECT_EQ(owner->user, 1000U);
  EXPECT_EQ(owner->group, 100U);
}

TEST(OwnerText, OfOneNumberLeavesTheGroup) {
  const auto owner = parse_owner("0");
  ASSERT_TRUE(owner);
  EXPECT_EQ(owner->user, 0U);
  EXPECT_FALSE(owner->group);
}

TEST(OwnerText, ReachesToTheLargestId) {
  EXPECT_TRUE(parse_owner("4294967294:4294967294"));
  EXPECT_FALSE(parse_owner("4294967295"));
  EXPECT_FALSE(parse_owner("0:4294967295"));
  EXPECT_FALSE(parse_owner("99999999999999999999"));
}

TEST(OwnerText, OfAnythingElseIsRefusedInWords) {
  for (const char* bad :
       {"", ":", "1000:", ":1000", "appuser", "1000:users", "-1", "+1", " 1", "1 ", "1:2:3", "0x10"}) {
    const auto owner = parse_owner(bad);
    ASSERT_FALSE(owner) << bad;
    EXPECT_NE(owner.error().find("UID:GID"), std::string::npos);
  }
}

}  // namespace
}  // namespace todo
