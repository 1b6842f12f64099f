// Landlock: the calling thread, and every thread and child it starts from then on, keeps only the files and
// TCP ports of a list (landlock(7), Documentation/userspace-api/landlock.rst). Not covered by any Landlock:
// descriptors that are already open, other threads that already run, UDP, listen(2) without bind(2), stat(2),
// chmod(2), and a connection made by shutdown(2) and MSG_FASTOPEN on a listening socket: seccomp closes that
// one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace taut::kernel {

struct LandlockPolicy {
  /// Files in and below them can be read, written, created, truncated and removed; no folders, links or
  /// sockets made.
  std::vector<std::string> writable_folders;
  /// Files, or folders with all below them; may be empty.
  std::vector<std::string> readable_paths;
  /// TCP ports; nothing: any port. Connecting: never.
  std::optional<std::vector<std::uint16_t>> bind_ports;
};

/// What a kernel of a given ABI can be asked to take away, and what it cannot.
struct LandlockRights {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
  std::uint64_t scopes = 0;
  std::vector<std::string> missing;  // in words: "TCP ports (Linux 6.7)"
};

struct LandlockReport {
  int abi = 0;                       // 0: nothing is enforced, see reason
  std::string reason;                // why nothing is enforced; empty when abi > 0
  std::vector<std::string> missing;  // what this kernel's Landlock does not enforce
};

/// The Landlock ABI version of this kernel.
Result<int> landlock_abi();
/// Pure: what is handled for an ABI version, 0 for a kernel without Landlock.
LandlockRights landlock_rights(int abi);
/// Restricts the calling thread for good. Needs no_new_privs (or CAP_SYS_ADMIN). A kernel without Landlock is
/// no error but a report with abi 0; a folder that does not exist is an error, and then nothing is
/// restricted.
Result<LandlockReport> restrict_self(const LandlockPolicy& policy);

}  // namespace taut::kernel
