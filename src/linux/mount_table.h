// The mount table of this process (proc_pid_mountinfo(5)), and which file system a path is on.
// Not here: mounting. Read it before Landlock closes /proc.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace taut::kernel {

struct Mount {
  int id = 0;
  int parent = 0;
  std::string root;           // which folder of the file system is mounted
  std::string mount_point;    // where, seen from this process's root
  std::string options;        // "rw,nosuid,relatime": of this mount
  std::string file_system;    // "ext4", "virtiofs", "fuse.sshfs"
  std::string source;         // a device, "host:/folder", or any word
  std::string super_options;  // of the file system, shared by all its mounts
};

/// Pure; undoes the octal escapes (\040 and so on).
Result<std::vector<Mount>> parse_mountinfo(std::string_view text);
Result<std::vector<Mount>> read_mounts();

/// The absolute path without ".", "..", and doubled slashes; links are not followed.
std::string normalise_path(std::string_view absolute);
/// The mount that holds an absolute path (normalised first); where mounts cover each other, the one on top.
/// nullptr: none.
const Mount* find_mount(std::span<const Mount> mounts, std::string_view absolute);
/// The mount that holds `path`, after following links. The file itself, and folders above it, need not exist
/// yet.
Result<Mount> mount_of(const std::string& path);

/// Whether an option such as "ro" or "noexec" is in a comma-separated list of options.
bool has_option(std::string_view options, std::string_view option);
/// File systems whose files another kernel uses at the same time (shared into a virtual machine, or over a
/// network): memory mapped from them is not shared between the two, so SQLite's WAL mode damages the database
/// there (sqlite.org/wal.html, Overview).
bool crosses_machine_boundary(std::string_view file_system);

}  // namespace taut::kernel
