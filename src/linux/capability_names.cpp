#include "linux/capability_names.h"

#include <array>
#include <vector>

#include "base/text.h"

namespace taut::kernel {
namespace {

// include/uapi/linux/capability.h, in the order of their numbers.
constexpr std::array<std::string_view, capability_count> names = {"cap_chown",
                                                                  "cap_dac_override",
                                                                  "cap_dac_read_search",
                                                                  "cap_fowner",
                                                                  "cap_fsetid",
                                                                  "cap_kill",
                                                                  "cap_setgid",
                                                                  "cap_setuid",
                                                                  "cap_setpcap",
                                                                  "cap_linux_immutable",
                                                                  "cap_net_bind_service",
                                                                  "cap_net_broadcast",
                                                                  "cap_net_admin",
                                                                  "cap_net_raw",
                                                                  "cap_ipc_lock",
                                                                  "cap_ipc_owner",
                                                                  "cap_sys_module",
                                                                  "cap_sys_rawio",
                                                                  "cap_sys_chroot",
                                                                  "cap_sys_ptrace",
                                                                  "cap_sys_pacct",
                                                                  "cap_sys_admin",
                                                                  "cap_sys_boot",
                                                                  "cap_sys_nice",
                                                                  "cap_sys_resource",
                                                                  "cap_sys_time",
                                                                  "cap_sys_tty_config",
                                                                  "cap_mknod",
                                                                  "cap_lease",
                                                                  "cap_audit_write",
                                                                  "cap_audit_control",
                                                                  "cap_setfcap",
                                                                  "cap_mac_override",
                                                                  "cap_mac_admin",
                                                                  "cap_syslog",
                                                                  "cap_wake_alarm",
                                                                  "cap_block_suspend",
                                                                  "cap_audit_read",
                                                                  "cap_perfmon",
                                                                  "cap_bpf",
                                                                  "cap_checkpoint_restore"};

constexpr std::string_view prefix = "cap_";
constexpr std::uint64_t every = (1ULL << capability_count) - 1;
constexpr std::size_t few =
    10;  // more missing ones than this, and the list of present ones is easier to read

std::vector<std::string> members(std::uint64_t set) {
  std::vector<std::string> found;
  for (int number = 0; number < 64; ++number) {
    if ((set >> number & 1) == 0) continue;
    const auto name = capability_name(number);
    found.push_back(name ? std::string(*name) : std::to_string(number));
  }
  return found;
}

std::string join(const std::vector<std::string>& words) {
  std::string joined;
  for (const auto& word : words) joined += (joined.empty() ? "" : ", ") + word;
  return joined;
}

}  // namespace

std::optional<std::string_view> capability_name(int number) {
  if (number < 0 || number >= capability_count) return std::nullopt;
  return names[static_cast<std::size_t>(number)];
}

std::optional<int> capability_number(std::string_view name) {
  for (std::size_t number = 0; number < names.size(); ++number) {
    const bool same = equals_ignoring_case(name, names[number]) ||
                      equals_ignoring_case(name, names[number].substr(prefix.size()));
    if (same) return static_cast<int>(number);
  }
  return std::nullopt;
}

std::string format_capabilities(std::uint64_t set) {
  if (set == 0) return "none";
  if (set == every) return "all";
  const auto missing = members(every & ~set);
  if ((set & ~every) == 0 && missing.size() < few) return "all but " + join(missing);
  return join(members(set));
}

}  // namespace taut::kernel
