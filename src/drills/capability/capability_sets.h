// The capability sets of the calling process, asked for directly: /proc may be closed (Landlock), and that
// must not look like an empty set.
#pragma once

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

namespace taut::drills {

struct CapabilitySetsNow {
  std::uint64_t effective = 0;
  std::uint64_t inheritable = 0;
};

/// capget(2); nothing with errno set when it is refused.
inline std::optional<CapabilitySetsNow> read_capability_sets() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct halves[_LINUX_CAPABILITY_U32S_3]{};
  if (::syscall(SYS_capget, &header, halves) != 0) return std::nullopt;
  const auto joined = [](std::uint32_t low, std::uint32_t high) { return std::uint64_t{high} << 32 | low; };
  return CapabilitySetsNow{joined(halves[0].effective, halves[1].effective),
                           joined(halves[0].inheritable, halves[1].inheritable)};
}

inline std::string in_hex(std::uint64_t set) {
  char text[20];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(set));
  return text;
}

}  // namespace taut::drills
