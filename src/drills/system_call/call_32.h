// A system call by the 32-bit interface of an x86-64 kernel: int $0x80, with numbers of its own. A kernel
// without it ends the caller by SIGSEGV, which is caught: that kernel has nothing to guard.
#pragma once

#if defined(__x86_64__)

#include <cerrno>
#include <csetjmp>
#include <csignal>
#include <initializer_list>
#include <string>
#include <utility>

#include "drills/drill.h"
#include "drills/past_check.h"

namespace taut::drills {

/// A signal handler is given nothing of ours, so it has to find this by itself.
inline sigjmp_buf& where_call_32_comes_back() {
  static thread_local sigjmp_buf place;
  return place;
}

inline long call_32(long number, long first, long second) {
  long result = 0;
  asm volatile("int $0x80"
               : "=a"(result)
               : "a"(number), "b"(first), "c"(second)
               : "memory", "cc", "r8", "r9", "r10", "r11");
  return static_cast<int>(result);
}

inline Attempt judged_call_32(long number, long first, long second, std::initializer_list<int> past,
                              std::string evidence) {
  struct sigaction catching{};
  struct sigaction before{};
  catching.sa_handler = [](int) { ::siglongjmp(where_call_32_comes_back(), 1); };
  if (::sigaction(SIGSEGV, &catching, &before) != 0) return set_up_refused("rt_sigaction(2)", errno);
  if (sigsetjmp(where_call_32_comes_back(), 1) != 0) {
    ::sigaction(SIGSEGV, &before, nullptr);
    return skipped("this kernel has no 32-bit interface");
  }
  const long result = call_32(number, first, second);
  ::sigaction(SIGSEGV, &before, nullptr);
  if (result < 0) errno = static_cast<int>(-result);
  return judged_past_check("int $0x80", result < 0 ? -1 : result, past, std::move(evidence));
}

}  // namespace taut::drills

#endif
