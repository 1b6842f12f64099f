#include "lab/sources.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "lab/assets.h"

namespace lab {
namespace {

std::vector<std::string> lines_of(const std::string& bundle) {
  std::vector<std::string> lines;
  for (const Snippet& snippet : snippets_of(bundle)) lines.emplace_back(snippet.lines);
  return lines;
}

TEST(Sources, TheCommentAndWhatItStandsAboveAreCutOut) {
  const std::string bundle =
      "\x1E"
      "compose.yaml\nservices:\n    # <KERNEL-CAPABILITIES> no-ping: closed.\n    # Goes on.\n    a: 1\n    "
      "b: 2\n\n    c: 3\n";
  const auto found = snippets_of(bundle);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].file, "compose.yaml");
  EXPECT_EQ(found[0].line, 2U);
  EXPECT_EQ(found[0].control, "no-ping");
  EXPECT_EQ(found[0].why, "closed.");
  EXPECT_EQ(found[0].lines,
            "    # <KERNEL-CAPABILITIES> no-ping: closed.\n    # Goes on.\n    a: 1\n    b: 2");
}

TEST(Sources, TheNextCommentEndsIt) {
  EXPECT_EQ(lines_of("\x1E"
                     "x\n# <BUILD-HYGIENE> sbom: one.\na\n# <BUILD-HYGIENE> sbom: two.\nb\n"),
            (std::vector<std::string>{"# <BUILD-HYGIENE> sbom: one.\na", "# <BUILD-HYGIENE> sbom: two.\nb"}));
}

TEST(Sources, ARuleOfAProfileGoesToItsEnd) {
  EXPECT_EQ(lines_of("\x1E"
                     "x.json\n{\n  \"comment\": \"<KERNEL-CAPABILITIES> seccomp-profile: why\",\n  "
                     "\"names\": [\"a\"]\n},\n{}\n"),
            std::vector<std::string>{
                "  \"comment\": \"<KERNEL-CAPABILITIES> seccomp-profile: why\",\n  \"names\": [\"a\"]"});
}

TEST(Sources, LongCodeIsCutOff) {
  std::string bundle = "\x1Ex\n# <BUILD-HYGIENE> sbom: why.\n";
  for (int line = 0; line < 30; ++line) bundle += "code\n";
  EXPECT_EQ(std::ranges::count(lines_of(bundle).at(0), '\n'), 8);
}

TEST(Sources, UnknownTagsAndProseAreLeftOut) {
  EXPECT_TRUE(lines_of("\x1Ex\n# <SOMETHING> else: no.\n# about <BUILD-HYGIENE> lines: prose.\n").empty());
}

TEST(Sources, WhatTheLabHasWordForWordIsShownOnce) {
  const std::string bundle =
      "\x1E"
      "compose.lab.yaml\n# <KERNEL-CAPABILITIES> no-ping: closed.\na\n# <CONTAINER-HARDENING> data-mount: "
      "its own.\nb\n"
      "\x1E"
      "compose.yaml\n# <KERNEL-CAPABILITIES> no-ping: closed.\na\n# <CONTAINER-HARDENING> data-mount: "
      "one.\nb\n";
  std::vector<std::string> kept;
  for (const Snippet& snippet : without_copies(snippets_of(bundle)))
    kept.push_back(std::string(snippet.file) + " " + std::string(snippet.control));
  EXPECT_EQ(kept, (std::vector<std::string>{"compose.lab.yaml data-mount", "compose.yaml no-ping",
                                            "compose.yaml data-mount"}));
}

TEST(Sources, TheProgramHoldsThoseOfTheExample) {
  const auto found = snippets_of(assets::sources());
  EXPECT_GT(found.size(), 100U);
  const auto is_there = [&](std::string_view file) {
    return std::ranges::any_of(found, [&](const Snippet& snippet) { return snippet.file == file; });
  };
  for (const char* file :
       {"compose.yaml", "Dockerfile", ".dockerignore", "seccomp/todo.json", "src/linux/hardening.cpp"})
    EXPECT_TRUE(is_there(file)) << file;
}

}  // namespace
}  // namespace lab
