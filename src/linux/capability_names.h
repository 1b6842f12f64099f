// The names of the capabilities (capabilities(7), include/uapi/linux/capability.h) and sets of them as the
// kernel prints them. Not here: changing sets. The container is started without any, and the workload never
// asks for one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace taut::kernel {

inline constexpr int capability_count = 41;  // CAP_LAST_CAP is 40 since Linux 5.9

/// "cap_chown" for 0, nothing for a number that we do not know.
std::optional<std::string_view> capability_name(int number);
/// The number of "cap_chown", "CAP_CHOWN" or "CHOWN" (as in Compose), or nothing.
std::optional<int> capability_number(std::string_view name);
/// "none", "cap_chown, cap_kill", "all" (all 41) or "all but cap_sys_admin" (for fewer than ten missing
/// ones); bits that we have no name for as their number.
std::string format_capabilities(std::uint64_t set);

}  // namespace taut::kernel
