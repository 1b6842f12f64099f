#include "lab/allowance.h"

#include <gtest/gtest.h>

namespace lab {
namespace {

TEST(Allowance, IsUsedUpAndComesBackWithTime) {
  Allowance allowance(10, 2);
  const auto start = Allowance::Clock::now();
  EXPECT_TRUE(allowance.take(8, start));
  EXPECT_FALSE(allowance.take(8, start));
  EXPECT_TRUE(allowance.take(2, start));
  EXPECT_FALSE(allowance.take(1, start));
  EXPECT_TRUE(allowance.take(4, start + std::chrono::seconds(2)));
}

TEST(Allowance, NeverGrowsPastItsMost) {
  Allowance allowance(10, 2);
  EXPECT_FALSE(allowance.take(11, Allowance::Clock::now() + std::chrono::hours(1)));
  EXPECT_TRUE(allowance.take(10, Allowance::Clock::now() + std::chrono::hours(1)));
}

TEST(Allowance, TellsHowLongToWait) {
  Allowance allowance(10, 2);
  EXPECT_TRUE(allowance.take(10, Allowance::Clock::now()));
  EXPECT_GE(allowance.wait(4), 2);
  EXPECT_LE(allowance.wait(4), 3);
}

}  // namespace
}  // namespace lab
