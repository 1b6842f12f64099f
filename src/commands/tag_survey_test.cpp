#include "commands/tag_survey.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace taut {
namespace {

std::vector<TagProblem> judge(std::string_view text, const TautConfig& config = {}, bool complete = false) {
  std::vector<TagUse> uses;
  collect_tags("a.yaml", text, uses);
  return judge_tags(uses, known_controls(config), complete);
}

TEST(TagSurvey, AKnownControlUnderItsTagIsFine) {
  EXPECT_TRUE(judge("x: 1\n# <CONTAINER-HARDENING> read-only-rootfs: why\n").empty());
}

TEST(TagSurvey, AnUnknownTagIsLocatedAndCorrected) {
  const auto problems = judge("\n  # <CONTAINER-HARDNING> read-only-rootfs: why\n");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(locate(problems[0].file, problems[0].at), "a.yaml:2:5");
  EXPECT_EQ(problems[0].message, "no tag <CONTAINER-HARDNING>; did you mean CONTAINER-HARDENING?");
}

TEST(TagSurvey, AnUnknownControlIsCorrected) {
  const auto problems = judge("# <CONTAINER-HARDENING> read-only-rootf: why");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].message, "no control 'read-only-rootf'; did you mean read-only-rootfs?");
}

TEST(TagSurvey, AControlUnderAnotherTagIsAProblem) {
  const auto problems = judge("# <BUILD-HYGIENE> read-only-rootfs: why");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].message, "the control 'read-only-rootfs' belongs under <CONTAINER-HARDENING>");
}

TEST(TagSurvey, OnlyACompleteRepositoryMustCarryEveryControl) {
  EXPECT_TRUE(judge("", {}, false).empty());
  const auto problems = judge("# <BUILD-HYGIENE> sbom: why", {}, true);
  const auto names = [&](std::string_view id) {
    return std::ranges::count_if(
        problems, [&](const TagProblem& problem) { return problem.message.find(id) != std::string::npos; });
  };
  EXPECT_EQ(names("> sbom"), 0);
  EXPECT_EQ(names("> pinned-base"), 1);
  EXPECT_EQ(names("> pid-namespace"), 0);  // nobody writes a line for it
}

TEST(TagSurvey, OwnControlsAreKnownAndExpected) {
  TautConfig config;
  config.controls.push_back({"csrf-protection", Tag::daemon_attack_surface, "no forged forms", {}});
  EXPECT_TRUE(judge("// <DAEMON-ATTACK-SURFACE> csrf-protection: why", config).empty());
  EXPECT_EQ(judge("", config, true).size(), judge("", {}, true).size() + 1);
}

TEST(TagSurvey, BinaryFilesHoldNoTags) {
  EXPECT_TRUE(judge(std::string_view("# <NO-SUCH> tag: x\0y", 20)).empty());
  EXPECT_EQ(judge("# <NO-SUCH> tag: x").size(), 1U);
}

}  // namespace
}  // namespace taut
