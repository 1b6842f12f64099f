#include "formats/taut_config.h"

#include <gtest/gtest.h>

namespace taut {
namespace {

TEST(TautConfig, ReadsEveryKey) {
  const auto config = parse_taut_config(
      "tags: complete\nexclude: [vendor, '*.md']\n"
      "controls:\n  - {id: csrf-protection, tag: DAEMON-ATTACK-SURFACE, title: No other site may post}\n");
  ASSERT_TRUE(config) << config.error().what;
  EXPECT_TRUE(config->tags_complete);
  EXPECT_EQ(config->exclude, (std::vector<std::string>{"vendor", "*.md"}));
  ASSERT_EQ(config->controls.size(), 1U);
  EXPECT_EQ(config->controls[0].id, "csrf-protection");
  EXPECT_EQ(config->controls[0].tag, Tag::daemon_attack_surface);
}

TEST(TautConfig, AnEmptyFileChangesNothing) {
  const auto config = parse_taut_config("");
  ASSERT_TRUE(config);
  EXPECT_FALSE(config->tags_complete);
}

TEST(TautConfig, EveryMistakeIsLocated) {
  const struct {
    const char* text;
    Position at;
  } mistakes[] = {
      {"- a\n", {1, 1}},
      {"tags: all\n", {1, 7}},
      {"tag: complete\n", {1, 1}},
      {"exclude: vendor\n", {1, 10}},
      {"exclude: [[a]]\n", {1, 11}},
      {"controls: [a]\n", {1, 12}},
      {"controls: [{id: A, tag: BUILD-HYGIENE, title: x}]\n", {1, 17}},
      {"controls: [{id: a, tag: BUILD, title: x}]\n", {1, 25}},
      {"controls: [{id: a, tag: BUILD-HYGIENE}]\n", {1, 12}},
      {"controls: [{id: a, tag: BUILD-HYGIENE, title: x, line: y}]\n", {1, 50}},
  };
  for (const auto& mistake : mistakes) {
    const auto config = parse_taut_config(mistake.text);
    ASSERT_FALSE(config) << mistake.text;
    EXPECT_EQ(config.error().at, mistake.at) << mistake.text << config.error().what;
  }
}

}  // namespace
}  // namespace taut
