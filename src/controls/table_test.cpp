#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "controls/control.h"

namespace taut {
namespace {

TEST(Controls, EveryIdIsUsedOnce) {
  std::set<std::string_view> ids;
  for (const Control& control : control_table()) EXPECT_TRUE(ids.insert(control.id).second) << control.id;
}

TEST(Controls, EveryRecordIsComplete) {
  for (const Control& control : control_table()) {
    EXPECT_FALSE(control.title.empty()) << control.id;
    EXPECT_FALSE(control.does.empty()) << control.id;
    EXPECT_FALSE(control.reference.empty()) << control.id;
    EXPECT_EQ(control.compose.empty(), control.docker_run.empty()) << control.id;
  }
}

TEST(Controls, AreOrderedByTag) {
  Tag last = Tag::kernel_capabilities;
  for (const Control& control : control_table()) {
    EXPECT_GE(control.tag, last) << control.id;
    last = control.tag;
  }
}

TEST(Controls, AreFoundById) {
  ASSERT_TRUE(find_control("read-only-rootfs"));
  EXPECT_EQ(find_control("read-only-rootfs")->tag, Tag::container_hardening);
  EXPECT_EQ(find_control("read_only"), nullptr);
}

}  // namespace
}  // namespace taut
