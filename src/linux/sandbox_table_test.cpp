#include "linux/sandbox_table.h"

#include <gtest/gtest.h>
#include <seccomp.h>

#include <map>
#include <set>
#include <string>

namespace taut::kernel {
namespace {

bool is_conditional(const SyscallRule& rule) {
  return rule.arguments[0].test != ArgumentRule::Test::none;
}

TEST(SandboxTable, EveryNameIsASystemCallAndEveryRowHasAReason) {
  for (const auto& rule : sandbox_rules()) {
    EXPECT_NE(::seccomp_syscall_resolve_name(rule.name), __NR_SCMP_ERROR) << rule.name;
    EXPECT_GE(std::string(rule.why).size(), 4U) << rule.name;
  }
}

TEST(SandboxTable, ARowWithoutConditionsIsTheOnlyOneOfItsSystemCall) {
  std::map<std::string, int> rows;
  for (const auto& rule : sandbox_rules()) ++rows[rule.name];
  for (const auto& rule : sandbox_rules()) {
    EXPECT_TRUE(is_conditional(rule) || rows[rule.name] == 1) << rule.name;
  }
}

TEST(SandboxTable, WhatOpensADoorIsNotAllowed) {
  const std::set<std::string> doors = {"socket",
                                       "socketpair",
                                       "connect",
                                       "bind",
                                       "listen",
                                       "sendmmsg",
                                       "execve",
                                       "execveat",
                                       "fork",
                                       "vfork",
                                       "clone3",
                                       "unshare",
                                       "setns",
                                       "ptrace",
                                       "process_vm_readv",
                                       "process_vm_writev",
                                       "pidfd_getfd",
                                       "open_by_handle_at",
                                       "io_uring_setup",
                                       "memfd_create",
                                       "memfd_secret",
                                       "bpf",
                                       "perf_event_open",
                                       "userfaultfd",
                                       "keyctl",
                                       "mount",
                                       "chroot",
                                       "pivot_root",
                                       "kill",
                                       "setuid",
                                       "capset",
                                       "shmat",
                                       "pkey_mprotect",
                                       "personality",
                                       "seccomp",
                                       "splice",
                                       "sendfile",
                                       "mkdir",
                                       "mkdirat",
                                       "rename",
                                       "symlink",
                                       "mknodat"};
  for (const auto& rule : sandbox_rules()) {
    EXPECT_FALSE(rule.verdict == Verdict::allow && doors.contains(rule.name)) << rule.name;
  }
}

TEST(SandboxTable, WhatDependsOnAnArgumentIsNeverAllowedWhole) {
  const std::set<std::string> conditional = {"clone",    "mmap",   "mprotect",   "sendto", "sendmsg",
                                             "shutdown", "ioctl",  "setsockopt", "prctl",  "fcntl",
                                             "tgkill",   "fchmod", "unlinkat"};
  for (const auto& rule : sandbox_rules()) {
    EXPECT_TRUE(is_conditional(rule) || !conditional.contains(rule.name)) << rule.name;
  }
}

}  // namespace
}  // namespace taut::kernel
