#include "linux/mount_table.h"

#include <gtest/gtest.h>

namespace taut::kernel {
namespace {

// A container under Docker Desktop with a bind mount, and mounts that cover one another.
constexpr std::string_view table =
    "1 0 0:50 / / ro,relatime - overlay overlay rw,lowerdir=/l\n"
    "2 1 0:51 / /proc rw,nosuid - proc proc rw\n"
    "3 1 0:52 / /data rw shared:7 master:1 - ext4 /dev/vda rw\n"
    "4 3 0:53 / /data/inner rw - tmpfs inner rw\n"
    "5 1 0:54 /host_mark/Users/a\\040b /db rw,relatime - fakeowner /run/host_mark/Users rw,fakeowner\n"
    "6 1 0:55 / /covered/deep rw - ext4 /dev/old rw\n"
    "7 1 0:56 / /covered rw - xfs /dev/new rw\n"
    "8 7 0:57 / /covered rw - btrfs /dev/newest rw\n"
    "9 1 0:58 / /with\\040space\\134 rw - 9p share rw\n";

std::string file_system_at(std::string_view path) {
  const auto mounts = parse_mountinfo(table);
  if (!mounts) return mounts.error().what;
  const Mount* mount = find_mount(*mounts, path);
  return mount ? mount->file_system : "none";
}

TEST(MountTable, EveryFieldIsReadAndUnescaped) {
  const auto mounts = parse_mountinfo(table);
  ASSERT_TRUE(mounts) << mounts.error().what;
  ASSERT_EQ(mounts->size(), 9U);
  const auto& db = (*mounts)[4];
  EXPECT_EQ(db.id, 5);
  EXPECT_EQ(db.parent, 1);
  EXPECT_EQ(db.root, "/host_mark/Users/a b");
  EXPECT_EQ(db.mount_point, "/db");
  EXPECT_EQ(db.options, "rw,relatime");
  EXPECT_EQ(db.file_system, "fakeowner");
  EXPECT_EQ(db.source, "/run/host_mark/Users");
  EXPECT_EQ(db.super_options, "rw,fakeowner");
  EXPECT_EQ((*mounts)[8].mount_point, "/with space\\");
}

TEST(MountTable, TheLongestMountPointHoldsThePath) {
  EXPECT_EQ(file_system_at("/"), "overlay");
  EXPECT_EQ(file_system_at("/data/x"), "ext4");
  EXPECT_EQ(file_system_at("/data/inner"), "tmpfs");
  EXPECT_EQ(file_system_at("/data/inner/x/y"), "tmpfs");
}

TEST(MountTable, ANameThatOnlyBeginsAlikeIsNotInside) {
  EXPECT_EQ(file_system_at("/database"), "overlay");
  EXPECT_EQ(file_system_at("/data/inner2"), "ext4");
}

TEST(MountTable, WhatIsMountedOverAnotherHidesIt) {
  EXPECT_EQ(file_system_at("/covered"), "btrfs");
  EXPECT_EQ(file_system_at("/covered/deep/x"), "btrfs");
}

TEST(MountTable, ThePathIsNormalisedFirst) {
  EXPECT_EQ(file_system_at("/data//./inner/../../db/db.sqlite3"), "fakeowner");
  EXPECT_EQ(normalise_path("/../a/./b//c/.."), "/a/b");
  EXPECT_EQ(normalise_path(""), "/");
}

TEST(MountTable, WithoutAMountAtTheRootTheRestIsStillFound) {
  const auto mounts =
      parse_mountinfo("5 4 0:1 / /db rw - ext4 /dev/vda rw\n6 5 0:2 / /db/x rw - tmpfs t rw\n");
  ASSERT_TRUE(mounts);
  EXPECT_EQ(find_mount(*mounts, "/db/x/y")->file_system, "tmpfs");
  EXPECT_EQ(find_mount(*mounts, "/etc"), nullptr);
}

TEST(MountTable, ACircleOfParentsEnds) {
  const auto mounts =
      parse_mountinfo("1 2 0:1 / / rw - a a rw\n2 1 0:2 / / rw - b b rw\n3 3 0:2 / / rw - c c rw\n");
  ASSERT_TRUE(mounts);
  EXPECT_NE(find_mount(*mounts, "/x"), nullptr);
}

TEST(MountTable, AMalformedLineIsNamedByItsNumber) {
  for (const char* line : {"x", "1 0 0:1 / / rw", "1 0 0:1 / / rw -", "1 0 0:1 / / rw - ext4",
                           "a 0 0:1 / / rw - ext4 s rw", "1 0 0:1 / - ext4 s rw"}) {
    const auto mounts = parse_mountinfo(std::string("1 0 0:1 / / rw - ext4 s rw\n") + line);
    ASSERT_FALSE(mounts) << line;
    EXPECT_NE(mounts.error().what.find("line 2"), std::string::npos) << mounts.error().what;
  }
}

TEST(MountTable, OurOwnProcIsFoundThroughAnyPath) {
  const auto mount = mount_of("/usr/../proc/self/no-such-file");
  ASSERT_TRUE(mount) << mount.error().message();
  EXPECT_EQ(mount->file_system, "proc");
  EXPECT_TRUE(mount_of("no/such/folder/yet"));
}

TEST(MountTable, OptionsAreComparedWhole) {
  EXPECT_TRUE(has_option("rw,noexec,nodev", "noexec"));
  EXPECT_FALSE(has_option("rw,relatime", "r"));
}

TEST(MountTable, FoldersSharedWithAnotherKernelAreKnown) {
  for (const char* shared :
       {"virtiofs", "fuse.virtiofs", "fakeowner", "selfowner", "fuse.grpcfuse", "fuse.osxfs", "9p", "vboxsf",
        "prl_fs", "fuse.sshfs", "nfs", "nfs4", "cifs", "smb3"}) {
    EXPECT_TRUE(crosses_machine_boundary(shared)) << shared;
  }
  for (const char* local :
       {"ext4", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "fuseblk", "fuse.fuse-overlayfs", ""}) {
    EXPECT_FALSE(crosses_machine_boundary(local)) << local;
  }
}

}  // namespace
}  // namespace taut::kernel
