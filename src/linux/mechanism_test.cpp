#include "linux/mechanism.h"

#include <gtest/gtest.h>

namespace taut::kernel {
namespace {

TEST(Mechanism, IsDescribedInOneLine) {
  EXPECT_EQ(describe({"landlock", MechanismState::degraded, "ABI 3"}), "landlock: degraded (ABI 3)");
  EXPECT_EQ(describe({"seccomp", MechanismState::missing, ""}), "seccomp: missing");
  EXPECT_EQ(describe({"no-core-dumps", MechanismState::active, "limit 0"}),
            "no-core-dumps: active (limit 0)");
}

}  // namespace
}  // namespace taut::kernel
