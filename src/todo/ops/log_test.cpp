#include "todo/ops/log.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace todo {
namespace {

TEST(Log, TextFromAClientCannotForgeALineOrAField) {
  const std::string line =
      log_line(LogLevel::info, "request", {{"path", "/\n{\"level\":\"error\"}\r\x1b[31m"}});
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_EQ(line.find('\x1b'), std::string::npos);
  EXPECT_NE(line.find(R"("path":"/\u000a{\"level\":\"error\"}\u000d\u001b[31m")"), std::string::npos) << line;
}

TEST(Log, NumbersAndTruthStayBare) {
  const std::string line =
      log_line(LogLevel::warning, "x", {{"status", std::int64_t{404}}, {"ms", 1.5}, {"ok", true}});
  EXPECT_NE(line.find(R"("status":404,"ms":1.500,"ok":true})"), std::string::npos) << line;
}

}  // namespace
}  // namespace todo
