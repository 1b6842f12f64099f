// A function of six to eight bytes that answers 42, and memory to run it in.
#pragma once

#include <sys/mman.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "drills/drill.h"

namespace taut::drills {

#if defined(__x86_64__)
inline constexpr unsigned char machine_code[] = {
    0xb8, 0x2a, 0x00, 0x00, 0x00,  // mov eax, 42
    0xc3,                          // ret
};
#elif defined(__aarch64__)
inline constexpr unsigned char machine_code[] = {
    0x40, 0x05, 0x80, 0x52,  // mov w0, #42
    0xc0, 0x03, 0x5f, 0xd6,  // ret
};
#else
#error "machine_code has none for this architecture"
#endif

inline std::string_view machine_code_bytes() {
  return {reinterpret_cast<const char*>(machine_code), sizeof machine_code};
}

/// A page, of a file when one is given.
class MachineCode {
 public:
  explicit MachineCode(int protection, int file = -1)
      : page_(::mmap(nullptr, page_size, protection, MAP_PRIVATE | (file < 0 ? MAP_ANONYMOUS : 0), file, 0)),
        error_(page_ == MAP_FAILED ? errno : 0) {}
  MachineCode(const MachineCode&) = delete;
  MachineCode& operator=(const MachineCode&) = delete;
  ~MachineCode() {
    if (*this) ::munmap(page_, page_size);
  }

  explicit operator bool() const { return error_ == 0; }
  int error() const { return error_; }
  void write() const { std::memcpy(page_, machine_code, sizeof machine_code); }
  bool protect(int protection) const { return ::mprotect(page_, page_size, protection) == 0; }

  /// Runs what is in the page.
  Attempt judged_run(std::string_view step) const {
    auto* const begin = static_cast<char*>(page_);
    __builtin___clear_cache(begin, begin + sizeof machine_code);
    const auto function = reinterpret_cast<int (*)()>(page_);
    if (function() != 42) return broken("the code answered something else");
    return succeeded(step, "code that arrived as data ran");
  }

 private:
  static constexpr std::size_t page_size = 4096;
  void* page_;
  int error_;
};

}  // namespace taut::drills
