#include "todo/commands/temporary_name.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.h"

namespace todo {
namespace {

TEST(TemporaryName, TakesItsFilesWithIt) {
  std::string path;
  {
    const TemporaryName name(testing::TempDir(), "test");
    path = name.path();
    ASSERT_TRUE(taut::open_file(path, O_WRONLY | O_CREAT | O_EXCL));
    ASSERT_TRUE(taut::open_file(path + ".part", O_WRONLY | O_CREAT | O_EXCL));
  }
  EXPECT_NE(::access(path.c_str(), F_OK), 0);
  EXPECT_NE(::access((path + ".part").c_str(), F_OK), 0);
}

TEST(TemporaryName, IsAnotherOneEachTime) {
  EXPECT_NE(TemporaryName("/x", "test").path(), TemporaryName("/x", "test").path());
}

}  // namespace
}  // namespace todo
