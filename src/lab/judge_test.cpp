#include <gtest/gtest.h>

#include "lab/kernel_view.h"

namespace lab {
namespace {

using taut::kernel::Mount;
using taut::kernel::ProcessStatus;

ProcessStatus thread(int filters) {
  ProcessStatus status;
  status.users = {1000, 1000, 1000, 1000};
  status.no_new_privileges = true;
  status.seccomp_mode = 2;
  status.seccomp_filters = filters;
  return status;
}

/// As in compose.lab.yaml under a rootless daemon.
KernelView hardened() {
  KernelView view;
  view.threads = {thread(2), thread(2)};
  view.twin = thread(2);
  view.outside = thread(1);
  view.server_is_process_1 = true;
  view.dumpable = false;
  view.limits =
      "Limit                     Soft Limit           Hard Limit           Units     \n"
      "Max core file size        0                    0                    bytes     \n"
      "Max open files            8192                 8192                 files     ";
  view.user_map = "         0       1001          1\n         1     100000      65536";
  view.sysctls = {{"net/ipv4/ip_unprivileged_port_start", "1024"},
                  {"net/ipv4/ping_group_range", "1\t0"},
                  {"net/ipv4/tcp_fastopen", "0"}};
  view.cgroup = {{"memory", "134217728"}, {"pids", "48"}, {"cpu", "100000 100000"}};
  const auto mount = [&](const char* where, const char* options, const char* type) {
    view.mounts.push_back({1, 0, "/", where, options, type, "x", "rw"});
  };
  mount("/", "ro,relatime", "overlay");
  mount("/tmp", "rw,nosuid,nodev,noexec", "tmpfs");
  mount("/db", "rw,relatime", "ext4");
  mount("/run/secrets/secret_key", "ro", "ext4");
  mount("/proc/kcore", "rw,nosuid", "tmpfs");
  mount("/proc/sys", "ro,nosuid", "proc");
  return view;
}

State state_of(const KernelView& view, std::string_view control) {
  const Standing standing = judge(view);
  const auto* found = standing.of(control);
  if (!found) ADD_FAILURE() << "nothing is said of " << control;
  return found ? found->state : State::not_visible;
}

TEST(Judge, EverythingIsInForceInTheHardenedContainer) {
  for (const ControlStanding& row : judge(hardened()).controls)
    EXPECT_EQ(row.state, State::in_force) << row.control << ": " << row.words;
}

TEST(Judge, OneThreadThatDiffersIsEnough) {
  KernelView view = hardened();
  view.threads[1].no_new_privileges = false;
  EXPECT_EQ(state_of(view, "no-new-privileges"), State::not_in_force);
  view.threads[1].users.saved = 0;
  EXPECT_EQ(state_of(view, "non-root-user"), State::not_in_force);
  view.threads[1].capabilities.bounding = 1;
  EXPECT_EQ(state_of(view, "drop-capabilities"), State::not_in_force);
  view.threads[1].seccomp_filters = 1;
  EXPECT_EQ(state_of(view, "self-seccomp"), State::not_in_force);
}

TEST(Judge, AnEmptyRangeOfGroupsLooksOtherwiseInAUserNamespace) {
  KernelView view = hardened();
  view.sysctls["net/ipv4/ping_group_range"] = "65534\t65534";
  EXPECT_EQ(state_of(view, "no-ping"), State::in_force);
}

TEST(Judge, ADefaultContainerIsSeenAsOne) {
  KernelView view = hardened();
  view.outside->seccomp_filters = 0;
  view.sysctls["net/ipv4/ip_unprivileged_port_start"] = "0";
  view.sysctls["net/ipv4/ping_group_range"] = "0\t2147483647";
  view.mounts[0].options = "rw,relatime";
  view.mounts[1].options = "rw,nosuid,nodev";
  view.user_map = "         0          0 4294967295";
  view.cgroup["memory"] = "9223372036854771712";
  view.cgroup["pids"] = "max";
  view.cgroup["cpu"] = "max 100000";
  view.secret_in_environment = true;
  for (const char* control :
       {"seccomp-profile", "unprivileged-ports", "no-ping", "read-only-rootfs", "tmpfs-options",
        "rootless-daemon", "memory-limit", "pids-limit", "cpu-limit", "secrets-as-files"})
    EXPECT_EQ(state_of(view, control), State::not_in_force) << control;
}

TEST(Judge, WhatCannotBeReadIsNotGuessed) {
  for (const ControlStanding& row : judge(KernelView{}).controls) {
    if (row.control == "tmpfs-options" || row.control == "data-mount" || row.control == "masked-paths" ||
        row.control == "no-engine-socket")
      continue;  // an empty mount table says that there is no such mount
    EXPECT_EQ(row.state, State::not_visible) << row.control << ": " << row.words;
  }
}

TEST(Judge, TheEnginesSocketIsNoticed) {
  KernelView view = hardened();
  view.mounts.push_back({1, 0, "/docker.sock", "/var/run/docker.sock", "ro", "tmpfs", "x", "rw"});
  EXPECT_EQ(state_of(view, "no-engine-socket"), State::not_in_force);
}

TEST(Judge, ServerAndAttemptAreSetSideBySide) {
  const Standing standing = judge(hardened());
  ASSERT_EQ(standing.likeness.size(), 6U);
  for (const Likeness& row : standing.likeness) EXPECT_EQ(row.server, row.attempt) << row.what;
}

}  // namespace
}  // namespace lab
