#include "linux/seccomp_filter.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <csignal>
#include <vector>

#include "linux/forked.h"

namespace taut::kernel {
namespace {

using testing::attempt;
using testing::in_child;
using testing::in_order;

// What the child itself needs, to tell its answer and to end.
constexpr SyscallRule needed[] = {
    {"write", Verdict::allow, {}, ""},
    {"exit_group", Verdict::allow, {}, ""},
    {"close", Verdict::allow, {}, ""},
    {"brk", Verdict::allow, {}, ""},
    {"mmap", Verdict::allow, {}, ""},
    {"munmap", Verdict::allow, {}, ""},
    {"sigaltstack", Verdict::allow, {}, "the address sanitizer, before a process ends"},
};

std::string under(const std::vector<SyscallRule>& rules, const std::function<std::string()>& work) {
  std::vector<SyscallRule> all(std::begin(needed), std::end(needed));
  all.insert(all.end(), rules.begin(), rules.end());
  return in_child([&] {
    const auto report = load_filter(all);
    if (!report) return report.error().message();
    return report->active ? work() : report->reason;
  });
}

TEST(Seccomp, WhatNoRowAllowsIsRefusedWithEperm) {
  EXPECT_EQ(under({}, [] { return attempt(::syscall(SYS_getppid)); }), "EPERM");
}

TEST(Seccomp, WhatARowAllowsWorks) {
  EXPECT_EQ(under({{"getppid", Verdict::allow, {}, ""}}, [] { return attempt(::syscall(SYS_getppid)); }),
            "ok");
}

TEST(Seccomp, AVerdictCanBeAnUnknownSystemCall) {
  EXPECT_EQ(under({{"getppid", Verdict::unknown, {}, ""}}, [] { return attempt(::syscall(SYS_getppid)); }),
            "ENOSYS");
}

TEST(Seccomp, AVerdictCanBeTheEndOfTheProcess) {
  EXPECT_EQ(under({{"getppid", Verdict::kill, {}, ""}}, [] { return attempt(::syscall(SYS_getppid)); }),
            "killed by SIGSYS");
}

TEST(Seccomp, EveryConditionOfARowMustHold) {
  const std::vector<SyscallRule> rules = {
      {"dup3", Verdict::allow, {equals_int(1, 70), without(2, O_CLOEXEC)}, ""}};
  EXPECT_EQ(under(rules, [] { return attempt(::syscall(SYS_dup3, 1, 70, 0)); }), "ok");
  EXPECT_EQ(under(rules, [] { return attempt(::syscall(SYS_dup3, 1, 71, 0)); }), "EPERM");
  EXPECT_EQ(under(rules, [] { return attempt(::syscall(SYS_dup3, 1, 70, O_CLOEXEC)); }), "EPERM");
}

TEST(Seccomp, SeveralRowsOfOneSystemCallAreAlternatives) {
  const std::vector<SyscallRule> rules = {{"dup3", Verdict::allow, {equals_int(1, 70)}, ""},
                                          {"dup3", Verdict::allow, {equals_int(1, 71)}, ""}};
  EXPECT_EQ(under(rules,
                  [] {
                    return in_order(
                        {attempt(::syscall(SYS_dup3, 1, 70, 0)), attempt(::syscall(SYS_dup3, 1, 71, 0))});
                  }),
            "ok ok");
  EXPECT_EQ(under(rules, [] { return attempt(::syscall(SYS_dup3, 1, 72, 0)); }), "EPERM");
}

TEST(Seccomp, AnIntIsComparedByItsLowerHalfAndARegisterAsAWhole) {
  constexpr long high_bits = 1L << 32;
  const std::vector<SyscallRule> by_half = {{"dup3", Verdict::allow, {equals_int(1, 70)}, ""}};
  const std::vector<SyscallRule> by_whole = {{"dup3", Verdict::allow, {equals(1, 70)}, ""}};
  EXPECT_EQ(under(by_half, [] { return attempt(::syscall(SYS_dup3, 1, 70 | high_bits, 0)); }), "ok");
  EXPECT_EQ(under(by_whole, [] { return attempt(::syscall(SYS_dup3, 1, 70 | high_bits, 0)); }), "EPERM");
}

TEST(Seccomp, TheOwnProcessIsTheOneThatLoads) {
  const std::vector<SyscallRule> rules = {{"kill", Verdict::allow, {own_process(0)}, ""}};
  EXPECT_EQ(in_child([&] {
              const pid_t parent = ::getppid();
              const pid_t self = ::getpid();
              std::vector<SyscallRule> all(std::begin(needed), std::end(needed));
              all.push_back(rules.front());
              if (!load_filter(all)) return std::string("no filter");
              return in_order({attempt(::kill(self, 0)), attempt(::kill(parent, 0))});
            }),
            "ok EPERM");
}

TEST(Seccomp, ANameThatNoSystemCallHasIsOurMistakeAndAnError) {
  EXPECT_EQ(under({{"opnat", Verdict::allow, {}, ""}}, [] { return std::string("loaded"); }),
            "seccomp: no system call is named opnat");
}

TEST(Seccomp, ASystemCallOfAnotherArchitectureIsLeftOut) {
  EXPECT_EQ(in_child([] {
              std::vector<SyscallRule> all(std::begin(needed), std::end(needed));
              all.push_back({"breakpoint", Verdict::allow, {}, ""});  // 32-bit ARM only
              const auto report = load_filter(all);
              return report ? std::to_string(report->rules) : report.error().message();
            }),
            std::to_string(std::size(needed)));
}

#ifdef __x86_64__
TEST(Seccomp, X32NumbersKillTheProcess) {
  constexpr long x32 = 0x40000000;  // __X32_SYSCALL_BIT
  EXPECT_EQ(
      under({{"getppid", Verdict::allow, {}, ""}}, [] { return attempt(::syscall(x32 | SYS_getppid)); }),
      "killed by SIGSYS");
}
#endif

}  // namespace
}  // namespace taut::kernel
