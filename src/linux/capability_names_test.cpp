#include "linux/capability_names.h"

#include <gtest/gtest.h>
#include <linux/capability.h>

namespace taut::kernel {
namespace {

TEST(Capability, NamesFollowTheKernelsNumbers) {
  EXPECT_EQ(capability_name(CAP_CHOWN), "cap_chown");
  EXPECT_EQ(capability_name(CAP_NET_BIND_SERVICE), "cap_net_bind_service");
  EXPECT_EQ(capability_name(CAP_SYS_ADMIN), "cap_sys_admin");
  EXPECT_EQ(capability_name(CAP_SETFCAP), "cap_setfcap");
  EXPECT_EQ(capability_name(CAP_CHECKPOINT_RESTORE), "cap_checkpoint_restore");
}

TEST(Capability, TheTableEndsWhereTheKernelsDoes) {
  EXPECT_EQ(capability_count, CAP_LAST_CAP + 1);
  EXPECT_FALSE(capability_name(41));
  EXPECT_FALSE(capability_name(-1));
}

TEST(Capability, EachNameLeadsBackToItsNumber) {
  for (int number = 0; number < capability_count; ++number) {
    const auto name = capability_name(number);
    ASSERT_TRUE(name);
    EXPECT_EQ(capability_number(*name), number) << *name;
  }
}

TEST(Capability, ComposesShortFormIsUnderstood) {
  EXPECT_EQ(capability_number("NET_RAW"), CAP_NET_RAW);
  EXPECT_EQ(capability_number("CAP_NET_RAW"), CAP_NET_RAW);
  EXPECT_FALSE(capability_number("ALL"));
  EXPECT_FALSE(capability_number(""));
}

TEST(Capability, SetsAreShownAsShortAsTheyCanBe) {
  EXPECT_EQ(format_capabilities(0), "none");
  EXPECT_EQ(format_capabilities(0x1FFFFFFFFFF), "all");
  EXPECT_EQ(format_capabilities(0x1FFFFDFFFFF), "all but cap_sys_admin");
  EXPECT_EQ(format_capabilities(0x21), "cap_chown, cap_kill");
}

TEST(Capability, BitsWithoutANameAreShownByNumber) {
  EXPECT_EQ(format_capabilities(1ULL << 41 | 1), "cap_chown, 41");
}

}  // namespace
}  // namespace taut::kernel
