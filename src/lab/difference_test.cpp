#include "lab/difference.h"

#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "lab/assets.h"

namespace lab {
namespace {

std::string told(std::string_view before, std::string_view after) {
  std::string text;
  for (const ChangedLine& line : difference(before, after))
    text += (line.side == ChangedLine::Side::before ? "-" : "+") + std::string(line.text) + ";";
  return text;
}

TEST(Difference, OfEqualTextsIsNothing) {
  EXPECT_EQ(told("a\nb\n", "a\nb\n"), "");
}

TEST(Difference, TellsWhatWentAndWhatCame) {
  EXPECT_EQ(told("a\nb\nc\n", "a\nx\nc\nd\n"), "-b;+x;+d;");
}

TEST(Difference, CommentsAndEmptyLinesDoNotCount) {
  EXPECT_EQ(told("# one\na\n\n", "a\n# two\n"), "");
}

TEST(Difference, OfTheTwoProfilesIsOneRuleThatOnlyAdds) {
  int rules = 0;
  for (const ChangedLine& line : difference(assets::seccomp(), assets::seccomp_lab())) {
    EXPECT_EQ(line.side, ChangedLine::Side::after) << line.text;
    rules += taut::trim(line.text).starts_with("\"names\"") ? 1 : 0;
    if (taut::trim(line.text).starts_with("\"names\"")) {
      EXPECT_EQ(taut::trim(line.text), "\"names\": [\"clone\"],");
    }
  }
  EXPECT_EQ(rules, 1);
}

TEST(Difference, OfTheTwoComposeFilesIsNamesPortsDatabaseAndProfile) {
  EXPECT_EQ(
      told(assets::compose(), assets::compose_lab()),
      "-  todo:;-    image: ${TODO_IMAGE:-taut/todo:dev};+  todo-lab:;+    image: "
      "${TODO_LAB_IMAGE:-taut/todo-lab:dev};+      target: lab;-      - seccomp=seccomp/todo.json;+      - "
      "seccomp=seccomp/todo-lab.json;-    networks: [todo];+    networks: [todo-lab];-      - "
      "\"127.0.0.1:${TODO_PORT:-8000}:8000\";+      - \"127.0.0.1:${TODO_LAB_PORT:-8001}:8000\";-        "
      "source: ./db;+        source: ./db-lab;-  todo:;+  todo-lab:;");
}

}  // namespace
}  // namespace lab
