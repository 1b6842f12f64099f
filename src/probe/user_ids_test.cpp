#include "probe/user_ids.h"

#include <gtest/gtest.h>

namespace taut::probe {
namespace {

constexpr std::string_view accounts =
    "root:x:0:0:root:/root:/bin/sh\napp:x:998:997::/srv:/bin/false\nbroken\nodd:x:nine:1::/:\n";
constexpr std::string_view groups = "root:x:0:\nstaff:x:50:app\n";

std::optional<UserIds> resolved(std::string_view user) {
  return resolve_user(user, accounts, groups);
}

TEST(UserIds, NobodyNamedIsRoot) {
  EXPECT_EQ(resolved(""), (UserIds{0, 0}));
}

TEST(UserIds, NumbersStandForThemselves) {
  EXPECT_EQ(resolved("1000:100"), (UserIds{1000, 100}));
  EXPECT_EQ(resolved("1000"), (UserIds{1000, 0})) << "without an account the group is root's";
  EXPECT_EQ(resolved("998"), (UserIds{998, 997})) << "with one it is the account's";
  EXPECT_EQ(resolve_user("1000:1000", "", ""), (UserIds{1000, 1000})) << "an image without accounts";
}

TEST(UserIds, NamesAreLookedUpInTheImage) {
  EXPECT_EQ(resolved("app"), (UserIds{998, 997}));
  EXPECT_EQ(resolved("app:staff"), (UserIds{998, 50}));
  EXPECT_EQ(resolved("7:staff"), (UserIds{7, 50}));
}

TEST(UserIds, ANameThatTheImageDoesNotKnowIsNobody) {
  for (const char* user : {"nobody", "app:wheel", "odd", "broken", "-1", "4294967296"})
    EXPECT_FALSE(resolved(user)) << user;
}

}  // namespace
}  // namespace taut::probe
