// What the kernel promises to user space and the headers of Debian 12 (linux-libc-dev 6.1) do not say yet:
// Landlock's network and scope fields, and newer prctl options. Own names, so that a newer header beside us
// cannot clash. Each value with the first kernel that knows it; the file is the kernel's own source. Values
// never change once released.
#pragma once

#include <cstdint>

namespace taut::kernel::abi {

// Landlock system calls, Linux 5.13: include/uapi/asm-generic/unistd.h; the same numbers on every
// architecture.
inline constexpr long landlock_create_ruleset = 444;
inline constexpr long landlock_add_rule = 445;
inline constexpr long landlock_restrict_self = 446;

// include/uapi/linux/landlock.h, struct landlock_ruleset_attr. A kernel that knows fewer fields takes the
// longer structure as long as the rest is zero (copy_struct_from_user in security/landlock/syscalls.c).
struct LandlockRulesetAttributes {
  std::uint64_t handled_access_fs;   // ABI 1, Linux 5.13
  std::uint64_t handled_access_net;  // ABI 4, Linux 6.7
  std::uint64_t scoped;              // ABI 6, Linux 6.12
};
inline constexpr std::uint32_t landlock_create_ruleset_version = 1U << 0;  // Linux 5.13

inline constexpr int landlock_rule_path_beneath = 1;  // Linux 5.13
inline constexpr int landlock_rule_net_port = 2;      // Linux 6.7

struct [[gnu::packed]] LandlockPathBeneath {  // Linux 5.13, packed there too
  std::uint64_t allowed_access;
  std::int32_t parent_fd;
};
struct LandlockNetPort {  // Linux 6.7
  std::uint64_t allowed_access;
  std::uint64_t port;  // host byte order
};

// LANDLOCK_ACCESS_FS_*
inline constexpr std::uint64_t access_execute = 1ULL << 0;  // ABI 1, Linux 5.13, to access_make_sym
inline constexpr std::uint64_t access_write_file = 1ULL << 1;
inline constexpr std::uint64_t access_read_file = 1ULL << 2;
inline constexpr std::uint64_t access_read_dir = 1ULL << 3;
inline constexpr std::uint64_t access_remove_dir = 1ULL << 4;
inline constexpr std::uint64_t access_remove_file = 1ULL << 5;
inline constexpr std::uint64_t access_make_char = 1ULL << 6;
inline constexpr std::uint64_t access_make_dir = 1ULL << 7;
inline constexpr std::uint64_t access_make_reg = 1ULL << 8;
inline constexpr std::uint64_t access_make_sock = 1ULL << 9;
inline constexpr std::uint64_t access_make_fifo = 1ULL << 10;
inline constexpr std::uint64_t access_make_block = 1ULL << 11;
inline constexpr std::uint64_t access_make_sym = 1ULL << 12;
inline constexpr std::uint64_t access_refer = 1ULL << 13;      // ABI 2, Linux 5.19
inline constexpr std::uint64_t access_truncate = 1ULL << 14;   // ABI 3, Linux 6.2
inline constexpr std::uint64_t access_ioctl_dev = 1ULL << 15;  // ABI 5, Linux 6.10

// LANDLOCK_ACCESS_NET_*
inline constexpr std::uint64_t access_bind_tcp = 1ULL << 0;     // ABI 4, Linux 6.7
inline constexpr std::uint64_t access_connect_tcp = 1ULL << 1;  // ABI 4, Linux 6.7

// LANDLOCK_SCOPE_*
inline constexpr std::uint64_t scope_abstract_unix_socket = 1ULL << 0;  // ABI 6, Linux 6.12
inline constexpr std::uint64_t scope_signal = 1ULL << 1;                // ABI 6, Linux 6.12

// include/uapi/linux/prctl.h
inline constexpr int prctl_set_mdwe = 65;                    // PR_SET_MDWE, Linux 6.3
inline constexpr int prctl_get_mdwe = 66;                    // PR_GET_MDWE, Linux 6.3
inline constexpr unsigned long mdwe_refuse_exec_gain = 1UL;  // PR_MDWE_REFUSE_EXEC_GAIN, Linux 6.3

}  // namespace taut::kernel::abi
