// What the supervisor reads about the server and the place that both are in, before it is judged.
#pragma once

#include <sys/types.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lab/standing.h"
#include "linux/mount_table.h"
#include "linux/procfs.h"

namespace lab {

struct KernelView {
  std::vector<taut::kernel::ProcessStatus> threads;    // of the server
  std::optional<taut::kernel::ProcessStatus> twin;     // confined as an attempt is
  std::optional<taut::kernel::ProcessStatus> outside;  // the supervisor: under the container's profile alone
  std::vector<taut::kernel::Mount> mounts;
  bool server_is_process_1 = false;
  std::optional<bool> dumpable;  // its files in /proc belong to itself, not to root
  std::string limits;            // /proc/<server>/limits
  std::string user_map;          // /proc/self/uid_map
  std::map<std::string, std::string, std::less<>> sysctls;  // by path below /proc/sys
  std::map<std::string, std::string, std::less<>>
      cgroup;  // "memory", "pids", "cpu": as the kernel writes them
  bool secret_in_environment = false;
};

KernelView read_view(pid_t server, std::optional<taut::kernel::ProcessStatus> twin);
/// Pure.
Standing judge(const KernelView& view);

Standing look_at(pid_t server, std::optional<taut::kernel::ProcessStatus> twin);

}  // namespace lab
