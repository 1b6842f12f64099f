// What the kernel says about a process in /proc/<pid>/status (proc_pid_status(5)): who it runs as and what
// confines it. Not here: memory, time, command line. Under Landlock or for a hidden process the file cannot
// be read: then that is the error.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace taut::kernel {

struct IdSet {
  std::uint32_t real = 0;
  std::uint32_t effective = 0;
  std::uint32_t saved = 0;
  std::uint32_t file_system = 0;
};

struct CapabilitySets {
  std::uint64_t inheritable = 0;
  std::uint64_t permitted = 0;
  std::uint64_t effective = 0;
  std::uint64_t bounding = 0;
  std::uint64_t ambient = 0;
};

struct ProcessStatus {
  std::string name;
  int process_id = 0;  // of a thread: its thread id
  int thread_group = 0;
  IdSet users;
  IdSet groups;
  std::vector<std::uint32_t> supplementary_groups;
  CapabilitySets capabilities;
  std::optional<bool> no_new_privileges;  // since Linux 4.10
  std::optional<int> seccomp_mode;        // 0 none, 1 strict, 2 filter; only with CONFIG_SECCOMP
  std::optional<int> seccomp_filters;     // since Linux 5.9
  int threads = 0;
};

/// Pure. A missing or malformed line that every kernel since 4.3 prints is an error that names it.
Result<ProcessStatus> parse_status(std::string_view text);
/// `process` is a number or "self".
Result<ProcessStatus> read_status(const std::string& process);
/// One for each thread, in /proc/<process>/task; a thread that ends meanwhile is left out.
Result<std::vector<ProcessStatus>> read_thread_statuses(const std::string& process);

}  // namespace taut::kernel
