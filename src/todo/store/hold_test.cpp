#include "todo/store/hold.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "todo/store/test_folder.h"

namespace todo {
namespace {

using testing::HasSubstr;

std::string error_of(const std::string& path, Hold hold) {
  const auto taken = hold_database(path, hold);
  return taken ? "" : taken.error().message();
}

TEST(Hold, SharedOnesGoTogetherAndKeepALoneOneOut) {
  const TestFolder folder;
  const std::string path = folder.file("db");
  auto first = hold_database(path, Hold::shared);
  ASSERT_TRUE(first);
  EXPECT_EQ(error_of(path, Hold::shared), "");
  EXPECT_THAT(error_of(path, Hold::alone), HasSubstr("in use: stop the app first"));
  first->reset();
  EXPECT_EQ(error_of(path, Hold::alone), "");
}

TEST(Hold, ALoneOneKeepsTheAppOut) {
  const TestFolder folder;
  const auto alone = hold_database(folder.file("db"), Hold::alone);
  ASSERT_TRUE(alone);
  EXPECT_THAT(error_of(folder.file("db"), Hold::shared), HasSubstr("being restored"));
}

TEST(Hold, LeavesTheDatabaseAloneAndItsOwnFileIsEmptyAndPrivate) {
  const TestFolder folder;
  ASSERT_TRUE(hold_database(folder.file("db"), Hold::shared));
  EXPECT_FALSE(std::filesystem::exists(folder.file("db")));
  struct stat status{};
  ASSERT_EQ(::stat(folder.file("db.lock").c_str(), &status), 0);
  EXPECT_EQ(status.st_size, 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(Hold, FollowsNoLinkThatSomebodyPlanted) {
  const TestFolder folder;
  ASSERT_EQ(::symlink(folder.file("elsewhere").c_str(), folder.file("db.lock").c_str()), 0);
  EXPECT_NE(error_of(folder.file("db"), Hold::shared), "");
  EXPECT_FALSE(std::filesystem::exists(folder.file("elsewhere")));
}

TEST(Hold, AMissingFolderIsNamed) {
  const TestFolder folder;
  EXPECT_THAT(error_of(folder.file("none/db"), Hold::shared), HasSubstr("none/db.lock"));
}

}  // namespace
}  // namespace todo
