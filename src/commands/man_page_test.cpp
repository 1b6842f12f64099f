#include "commands/man_page.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

namespace taut {
namespace {

std::string page_of(CLI::App& app) {
  return man_page(app, "What it is.");
}

TEST(ManPage, NamesEveryCommandAndOption) {
  CLI::App app("does things", "tool");
  std::string word;
  bool flag = false;
  CLI::App* command = app.add_subcommand("go", "goes somewhere");
  command->add_option("--where", word, "to which place")->check(CLI::IsMember({"a", "b"}));
  command->add_flag("--fast", flag, "in a hurry");
  command->add_option("FILE", word, "what to take along");
  const std::string page = page_of(app);
  EXPECT_NE(page.find(".SS go\ngoes somewhere.\n"), page.npos) << page;
  EXPECT_NE(page.find("\\fB\\-\\-where\\fR \\fITEXT\\fR\nto which place\n"), page.npos) << page;
  EXPECT_NE(page.find("\\fB\\-\\-fast\\fR\nin a hurry\n"), page.npos) << page;
  EXPECT_NE(page.find("\\fIFILE\\fR\nwhat to take along\n"), page.npos) << page;
}

TEST(ManPage, LeavesOutWhatIsHidden) {
  CLI::App app("does things", "tool");
  app.add_subcommand("secret", "")->group("");
  EXPECT_EQ(page_of(app).find("secret"), std::string::npos);
}

TEST(ManPage, TextCannotBeTakenForCommandsOfRoff) {
  CLI::App app("does things", "tool");
  app.add_subcommand("go", "x")->footer("a\n.so /etc/passwd\n'br\nback\\slash");
  const std::string page = page_of(app);
  EXPECT_NE(page.find("\n\\&.so /etc/passwd\n\\&'br\nback\\eslash\n"), page.npos) << page;
}

TEST(ManPage, TheFooterOfTheWholeIsNotRepeated) {
  CLI::App app("does things", "tool");
  app.footer("once");
  app.add_subcommand("go", "x");
  const std::string page = page_of(app);
  EXPECT_EQ(page.find("once"), page.rfind("once"));
}

}  // namespace
}  // namespace taut
