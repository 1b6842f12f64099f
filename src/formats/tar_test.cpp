#include "formats/tar.h"

#include <gtest/gtest.h>

#include "base/process.h"

namespace taut {
namespace {

TEST(Tar, WhatIsWrittenTarReads) {
  TarWriter writer;
  writer.add({.path = "folder", .folder = true, .mode = 0700, .uid = 1000, .gid = 1001});
  writer.add({.path = "folder/program", .mode = 0555, .content = "twelve bytes"});
  const auto listed =
      run_process({"tar", "--numeric-owner", "--list", "--verbose"}, {.input = std::move(writer).finish()});
  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->exit_code, 0) << listed->err;
  EXPECT_NE(listed->out.find("drwx------ 1000/1001"), std::string::npos) << listed->out;
  EXPECT_NE(listed->out.find("-r-xr-xr-x 0/0 "), std::string::npos) << listed->out;
}

TEST(Tar, IdsMayBeLargerThanItsDigitsHold) {
  TarWriter writer;
  writer.add({.path = "a", .uid = 2097151, .gid = 4294967294U});
  const auto listed =
      run_process({"tar", "--numeric-owner", "--list", "--verbose"}, {.input = std::move(writer).finish()});
  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->exit_code, 0) << listed->err;
  EXPECT_NE(listed->out.find(" 2097151/4294967294 "), std::string::npos) << listed->out;
}

TEST(Tar, ContentComesBackByteForByte) {
  const std::string content(1000, '\xFF');
  TarWriter writer;
  writer.add({.path = "a", .content = content});
  const auto read = run_process({"tar", "--extract", "--to-stdout"}, {.input = std::move(writer).finish()});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->out, content);
}

}  // namespace
}  // namespace taut
