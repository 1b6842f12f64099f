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

TEST(Tar, ADeviceIsOne) {
  TarWriter writer;
  writer.add({.path = "node", .mode = 0666, .device = TarDevice{10, 229}});
  const auto listed = run_process({"tar", "--list", "--verbose"}, {.input = std::move(writer).finish()});
  ASSERT_TRUE(listed);
  EXPECT_NE(listed->out.find("crw-rw-rw-"), std::string::npos) << listed->out;
  EXPECT_NE(listed->out.find("10,229"), std::string::npos) << listed->out;
}

TEST(Tar, TheFirstFileIsRead) {
  TarWriter writer;
  writer.add({.path = "passwd", .content = "root:x:0:0\n"});
  writer.add({.path = "other", .content = "no"});
  const std::string archive = std::move(writer).finish();
  EXPECT_EQ(first_file_of(archive), "root:x:0:0\n");
  EXPECT_EQ(first_file_of(std::string_view(archive).substr(0, 515)), "") << "cut off in the middle";
}

TEST(Tar, WhatIsNoFileReadsAsNothing) {
  TarWriter writer;
  writer.add({.path = "folder", .folder = true});
  EXPECT_EQ(first_file_of(std::move(writer).finish()), "");
  EXPECT_EQ(first_file_of(""), "");
}

}  // namespace
}  // namespace taut
