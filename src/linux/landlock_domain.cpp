#include "linux/landlock_domain.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.h"
#include "linux/abi.h"

namespace taut::kernel {
namespace {

// What SQLite does in its folder: the database, its journal or write-ahead log and index come, grow, shrink
// and go.
constexpr std::uint64_t writable_folder_access = abi::access_read_file | abi::access_read_dir |
                                                 abi::access_write_file | abi::access_make_reg |
                                                 abi::access_remove_file | abi::access_truncate;
constexpr std::uint64_t readable_access = abi::access_read_file | abi::access_read_dir;
// A rule on a file, not a folder, may name only these; others are EINVAL (landlock_add_rule(2)).
constexpr std::uint64_t file_access = abi::access_execute | abi::access_write_file | abi::access_read_file |
                                      abi::access_truncate | abi::access_ioctl_dev;

Result<void> add_path(int ruleset, const std::string& path, std::uint64_t access) {
  auto target = open_file(path, O_PATH);
  if (!target) return propagate(target);
  struct stat status{};
  if (::fstat(target->get(), &status) != 0) return failure("stat " + path, errno);
  if (!S_ISDIR(status.st_mode)) access &= file_access;
  const abi::LandlockPathBeneath rule{access, target->get()};
  if (::syscall(abi::landlock_add_rule, ruleset, abi::landlock_rule_path_beneath, &rule, 0U) != 0) {
    return failure("allow " + path + " in Landlock", errno);
  }
  return {};
}

Result<void> add_port(int ruleset, std::uint16_t port) {
  const abi::LandlockNetPort rule{abi::access_bind_tcp, port};
  if (::syscall(abi::landlock_add_rule, ruleset, abi::landlock_rule_net_port, &rule, 0U) != 0) {
    return failure("allow port " + std::to_string(port) + " in Landlock", errno);
  }
  return {};
}

Result<void> add_rules(int ruleset, const LandlockPolicy& policy, const LandlockRights& rights) {
  for (const auto& folder : policy.writable_folders) {
    if (auto added = add_path(ruleset, folder, writable_folder_access & rights.files); !added) return added;
  }
  for (const auto& path : policy.readable_paths) {
    if (auto added = add_path(ruleset, path, readable_access); !added) return added;
  }
  if (!policy.bind_ports || (rights.network & abi::access_bind_tcp) == 0) return {};
  for (const auto port : *policy.bind_ports) {
    if (auto added = add_port(ruleset, port); !added) return added;
  }
  return {};
}

std::string why_unavailable(int error_code) {
  if (error_code == ENOSYS) return "this kernel has no Landlock (Linux 5.13)";
  if (error_code == EOPNOTSUPP) return "Landlock is turned off at boot (lsm=)";
  return "refused by a seccomp filter around this process: " + std::generic_category().message(error_code);
}

}  // namespace

Result<int> landlock_abi() {
  const long version =
      ::syscall(abi::landlock_create_ruleset, nullptr, std::size_t{0}, abi::landlock_create_ruleset_version);
  if (version < 0) return failure("ask for the version of Landlock", errno);
  return static_cast<int>(version);
}

LandlockRights landlock_rights(int abi) {
  LandlockRights rights;
  if (abi < 1) {
    rights.missing = {"files", "truncation", "TCP ports", "ioctl on devices", "abstract sockets and signals"};
    return rights;
  }
  rights.files = (abi::access_make_sym << 1) - 1;  // all that ABI 1 knows
  if (abi >= 2)
    rights.files |= abi::access_refer;  // ABI 1 refuses every link and rename between folders by itself
  if (abi >= 3) {
    rights.files |= abi::access_truncate;
  } else {
    rights.missing.push_back("truncation (Linux 6.2)");
  }
  if (abi >= 4) {
    rights.network = abi::access_bind_tcp | abi::access_connect_tcp;
  } else {
    rights.missing.push_back("TCP ports (Linux 6.7)");
  }
  if (abi >= 5) {
    rights.files |= abi::access_ioctl_dev;
  } else {
    rights.missing.push_back("ioctl on devices (Linux 6.10)");
  }
  if (abi >= 6) {
    rights.scopes = abi::scope_abstract_unix_socket | abi::scope_signal;
  } else {
    rights.missing.push_back("abstract sockets and signals (Linux 6.12)");
  }
  return rights;
}

Result<LandlockReport> restrict_self(const LandlockPolicy& policy) {
  const auto version = landlock_abi();
  LandlockReport report;
  if (!version) {
    report.reason = why_unavailable(version.error().error_code);
    report.missing = landlock_rights(0).missing;
    return report;
  }
  LandlockRights rights = landlock_rights(*version);
  if (!policy.bind_ports) rights.network &= ~abi::access_bind_tcp;
  const abi::LandlockRulesetAttributes attributes{rights.files, rights.network, rights.scopes};
  const UniqueFd ruleset(
      static_cast<int>(::syscall(abi::landlock_create_ruleset, &attributes, sizeof attributes, 0U)));
  if (!ruleset) return failure("make a Landlock ruleset", errno);
  if (auto added = add_rules(ruleset.get(), policy, rights); !added) return propagate(added);
  // <KERNEL-CAPABILITIES> self-landlock: from here on only the listed files and ports, also for what an
  // intruder runs in this process.
  if (::syscall(abi::landlock_restrict_self, ruleset.get(), 0U) != 0)
    return failure("restrict this process by Landlock", errno);
  report.abi = *version;
  report.missing = std::move(rights.missing);
  return report;
}

}  // namespace taut::kernel
