#include "todo/commands/server_process.h"

#include <gtest/gtest.h>

#include <string>

namespace todo {
namespace {

using namespace std::string_literals;

TEST(ServerProcess, IsKnownByItsCommandLine) {
  EXPECT_TRUE(is_serve_command_line("/todo\0serve\0"s));
  EXPECT_TRUE(is_serve_command_line("todo\0serve\0"s));
  EXPECT_TRUE(is_serve_command_line("build/release/todo\0serve\0--x\0"s));
}

TEST(ServerProcess, IsNotWhatOnlyLooksLikeIt) {
  EXPECT_FALSE(is_serve_command_line(""s));
  EXPECT_FALSE(is_serve_command_line("/todo\0check\0"s));
  EXPECT_FALSE(is_serve_command_line("/todo\0--\0serve\0"s));
  EXPECT_FALSE(is_serve_command_line("/not-todo\0serve\0"s));
  EXPECT_FALSE(is_serve_command_line("sh\0-c\0todo serve\0"s));
}

}  // namespace
}  // namespace todo
