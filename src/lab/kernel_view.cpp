#include "lab/kernel_view.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "base/file.h"
#include "base/text.h"

namespace lab {
namespace {

std::string text_of(const std::string& path) {
  const auto text = taut::read_file(path);
  return text ? std::string(taut::trim(*text)) : "";
}

/// The first of these files that can be read: cgroup v2 with a namespace of its own, then v1.
std::string first_of(std::initializer_list<const char*> paths) {
  for (const char* path : paths) {
    if (const auto text = text_of(path); !text.empty()) return text;
  }
  return "";
}

/// The files of a process that is not dumpable belong to root (proc(5)).
std::optional<bool> is_dumpable(const std::string& folder, unsigned user) {
  struct stat status{};
  if (user == 0 || ::stat((folder + "/status").c_str(), &status) != 0) return std::nullopt;
  return status.st_uid == user;
}

}  // namespace

KernelView read_view(pid_t server, std::optional<taut::kernel::ProcessStatus> twin) {
  KernelView view;
  const std::string folder = "/proc/" + std::to_string(server);
  view.twin = std::move(twin);
  view.server_is_process_1 = server == 1;
  if (auto threads = taut::kernel::read_thread_statuses(std::to_string(server))) view.threads = *threads;
  if (auto self = taut::kernel::read_status("self")) view.outside = *self;
  if (auto mounts = taut::kernel::read_mounts()) view.mounts = *mounts;
  if (!view.threads.empty()) view.dumpable = is_dumpable(folder, view.threads.front().users.effective);
  view.limits = text_of(folder + "/limits");
  view.user_map = text_of("/proc/self/uid_map");
  for (const char* name :
       {"net/ipv4/ip_unprivileged_port_start", "net/ipv4/ping_group_range", "net/ipv4/tcp_fastopen"})
    view.sysctls[name] = text_of("/proc/sys/" + std::string(name));
  view.cgroup["memory"] =
      first_of({"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"});
  view.cgroup["pids"] = first_of({"/sys/fs/cgroup/pids.max", "/sys/fs/cgroup/pids/pids.max"});
  view.cgroup["cpu"] = first_of({"/sys/fs/cgroup/cpu.max", "/sys/fs/cgroup/cpu/cpu.cfs_quota_us"});
  view.secret_in_environment = std::getenv("SECRET_KEY") || std::getenv("SECRET_KEY_FALLBACKS");
  return view;
}

Standing look_at(pid_t server, std::optional<taut::kernel::ProcessStatus> twin) {
  return judge(read_view(server, std::move(twin)));
}

}  // namespace lab
