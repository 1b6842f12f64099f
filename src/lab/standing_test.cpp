#include "lab/standing.h"

#include <gtest/gtest.h>

namespace lab {
namespace {

TEST(Standing, SurvivesTheWayBetweenTheProcesses) {
  const Standing sent{{{"no-ping", State::in_force, "1 0"},
                       {"cpu-limit", State::not_visible,
                        "a\x1F"
                        "b\x1E"}},
                      {{"Uid", "1000", "1000"}}};
  const auto got = unpacked_standing(packed(sent));
  ASSERT_TRUE(got);
  ASSERT_EQ(got->controls.size(), 2U);
  EXPECT_EQ(got->of("no-ping")->state, State::in_force);
  EXPECT_EQ(got->of("cpu-limit")->words, "ab");
  EXPECT_EQ(got->of("cpu-limit")->state, State::not_visible);
  EXPECT_EQ(got->of("nothing"), nullptr);
  ASSERT_EQ(got->likeness.size(), 1U);
  EXPECT_EQ(got->likeness[0].attempt, "1000");
}

TEST(Standing, NonsenseIsRefused) {
  for (const char* text : {"x",
                           "c\x1F"
                           "a\x1F"
                           "9\x1F"
                           "b\x1E",
                           "q\x1F"
                           "a\x1F"
                           "0\x1F"
                           "b\x1E"})
    EXPECT_FALSE(unpacked_standing(text)) << text;
  EXPECT_TRUE(unpacked_standing(""));
}

}  // namespace
}  // namespace lab
