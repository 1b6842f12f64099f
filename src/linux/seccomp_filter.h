// Seccomp: turns a table of rules into a filter, and puts every thread of this process under it for good
// (seccomp(2)). A filter sees numbers only: no path, no address behind a pointer. Those are Landlock's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"

namespace taut::kernel {

enum class Verdict {
  allow,
  unknown,  // ENOSYS: the C library falls back to an older system call
  kill,     // the whole process, by SIGSYS
};

/// A condition on one argument of the system call. All conditions of a row must hold.
struct ArgumentRule {
  enum class Test { none, equal, masked_equal, own_process };
  Test test = Test::none;
  unsigned index = 0;
  std::uint64_t mask = 0;
  std::uint64_t value = 0;
};

/// The whole 64-bit register is `value`.
constexpr ArgumentRule equals(unsigned index, std::uint64_t value) {
  return {ArgumentRule::Test::equal, index, 0, value};
}
/// The lower half, all that the kernel looks at in an int, is `value`.
constexpr ArgumentRule equals_int(unsigned index, std::uint32_t value) {
  return {ArgumentRule::Test::masked_equal, index, 0xFFFFFFFF, value};
}
/// None of these bits is set.
constexpr ArgumentRule without(unsigned index, std::uint64_t bits) {
  return {ArgumentRule::Test::masked_equal, index, bits, 0};
}
/// The process id of whoever loads the filter.
constexpr ArgumentRule own_process(unsigned index) {
  return {ArgumentRule::Test::own_process, index, 0, 0};
}

struct SyscallRule {
  const char* name;  // as in syscalls(2); one that this architecture does not have is left out
  Verdict verdict;
  std::array<ArgumentRule, 2> arguments;
  const char* why;
};

struct SeccompReport {
  bool active = false;
  bool logged =
      false;  // what is refused goes to the audit or kernel log (SECCOMP_FILTER_FLAG_LOG, Linux 4.14)
  bool all_threads =
      false;              // threads that already ran are under it too (SECCOMP_FILTER_FLAG_TSYNC, Linux 3.17)
  std::string reason;     // why it is not active
  std::size_t rules = 0;  // rows that apply to this architecture
};

/// Loads a filter in which everything that no row allows is refused with EPERM; system calls of another
/// architecture (32-bit, x32) kill the process. A kernel without seccomp is no error but a report that is not
/// active.
Result<SeccompReport> load_filter(std::span<const SyscallRule> rules);

}  // namespace taut::kernel
