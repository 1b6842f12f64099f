// From what was read to how each control stands: one short function for each group, and the list of all at
// the end.
#include <algorithm>
#include <functional>
#include <set>

#include "base/text.h"
#include "lab/kernel_view.h"
#include "linux/capability_names.h"

namespace lab {
namespace {

using taut::kernel::Mount;
using taut::kernel::ProcessStatus;

constexpr const char* unreadable = "the kernel does not tell it to this process";

ControlStanding row(const char* control, std::optional<bool> holds, std::string words) {
  if (!holds) return {control, State::not_visible, std::move(words)};
  return {control, *holds ? State::in_force : State::not_in_force, std::move(words)};
}

std::string in_threads(const KernelView& view) {
  return view.threads.size() == 1 ? " in its one thread"
                                  : " in all " + std::to_string(view.threads.size()) + " threads";
}

/// Whether it holds for every thread of the server; nothing when none can be read.
std::optional<bool> of_all(const KernelView& view, const std::function<bool(const ProcessStatus&)>& holds) {
  if (view.threads.empty()) return std::nullopt;
  return std::ranges::all_of(view.threads, holds);
}

std::string hexadecimal(std::uint64_t set) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(set));
  return text;
}

ControlStanding user(const KernelView& view) {
  const auto holds = of_all(view, [](const ProcessStatus& thread) {
    return thread.users.real != 0 && thread.users.effective != 0 && thread.users.saved != 0;
  });
  if (!holds) return row("non-root-user", holds, unreadable);
  return row("non-root-user", holds,
             "Uid " + std::to_string(view.threads.front().users.effective) + in_threads(view));
}

ControlStanding capabilities(const KernelView& view) {
  const auto holds = of_all(view, [](const ProcessStatus& thread) {
    return thread.capabilities.effective == 0 && thread.capabilities.permitted == 0 &&
           thread.capabilities.bounding == 0;
  });
  if (!holds) return row("drop-capabilities", holds, unreadable);
  const auto& sets = view.threads.front().capabilities;
  return row("drop-capabilities", holds,
             "CapEff " + hexadecimal(sets.effective) + ", CapBnd " + hexadecimal(sets.bounding) + " (" +
                 taut::kernel::format_capabilities(sets.effective | sets.bounding) + ")" + in_threads(view));
}

ControlStanding privileges(const KernelView& view) {
  const auto holds =
      of_all(view, [](const ProcessStatus& thread) { return thread.no_new_privileges == true; });
  return row("no-new-privileges", holds,
             holds ? std::string("NoNewPrivs ") + (*holds ? "1" : "0") + in_threads(view) : unreadable);
}

int filters(const ProcessStatus& status) {
  return status.seccomp_filters.value_or(status.seccomp_mode == 2 ? 1 : 0);
}

ControlStanding profile(const KernelView& view) {
  if (!view.outside) return row("seccomp-profile", std::nullopt, unreadable);
  const int outside = filters(*view.outside);
  return row("seccomp-profile", outside > 0,
             std::to_string(outside) + " filter" + (outside == 1 ? "" : "s") +
                 " from before the program began (Seccomp_filters); which one, the kernel does not tell");
}

ControlStanding self_filter(const KernelView& view) {
  if (!view.outside) return row("self-seccomp", std::nullopt, unreadable);
  const int outside = filters(*view.outside);
  const auto holds = of_all(view, [&](const ProcessStatus& thread) { return filters(thread) > outside; });
  return row(
      "self-seccomp", holds,
      holds ? "Seccomp 2, " + std::to_string(filters(view.threads.front())) + " filters" + in_threads(view)
            : unreadable);
}

ControlStanding dumpable(const KernelView& view) {
  if (!view.dumpable) return row("not-dumpable", std::nullopt, unreadable);
  return row(
      "not-dumpable", !*view.dumpable,
      *view.dumpable ? "its files in /proc belong to its own user" : "its files in /proc belong to root");
}

/// A row of /proc/<pid>/limits: "Max core file size         0                    0                    bytes".
std::optional<std::string> soft_limit(const KernelView& view, std::string_view name) {
  for (const std::string_view line : taut::split(view.limits, '\n')) {
    if (!line.starts_with(name)) continue;
    const auto rest = taut::trim(line.substr(name.size()));
    return std::string(rest.substr(0, rest.find(' ')));
  }
  return std::nullopt;
}

ControlStanding core_files(const KernelView& view) {
  const auto limit = soft_limit(view, "Max core file size");
  return row("no-core-dumps", limit ? std::optional<bool>(*limit == "0") : std::nullopt,
             limit ? "Max core file size " + *limit : unreadable);
}

ControlStanding open_files(const KernelView& view) {
  const auto limit = soft_limit(view, "Max open files");
  const auto number = limit ? taut::parse_decimal(*limit) : std::nullopt;
  return row("open-files-limit", limit ? std::optional<bool>(number && *number <= 65536) : std::nullopt,
             limit ? "Max open files " + *limit : unreadable);
}

ControlStanding sysctl(const KernelView& view, const char* control, std::string_view path,
                       bool (*holds)(std::string_view)) {
  const auto found = view.sysctls.find(path);
  if (found == view.sysctls.end() || found->second.empty()) return row(control, std::nullopt, unreadable);
  std::string value = found->second;
  std::ranges::replace(value, '\t', ' ');
  std::string name(path);
  std::ranges::replace(name, '/', '.');
  return row(control, holds(value), name + " = " + value);
}

bool is_1024_or_more(std::string_view value) {
  return taut::parse_decimal(value).value_or(0) >= 1024;
}
/// The kernel keeps an empty range as the host's groups 1 to 0. In the user namespace of a rootless daemon
/// neither has a number of its own, and both are shown as the overflow group (user_namespaces(7)), which is
/// nobody's.
bool is_empty_range(std::string_view value) {
  const auto words = taut::split(value, ' ');
  if (words.size() != 2) return false;
  const bool unmapped = words[0] == "65534" && words[1] == "65534";
  return unmapped || taut::parse_decimal(words[0]).value_or(0) > taut::parse_decimal(words[1]).value_or(0);
}
bool is_zero(std::string_view value) {
  return value == "0";
}

bool is_read_only(const Mount& mount) {
  return taut::kernel::has_option(mount.options, "ro") || taut::kernel::has_option(mount.super_options, "ro");
}

const Mount* mounted_at(const KernelView& view, std::string_view path) {
  const Mount* found = nullptr;  // the last one on a path is the one on top
  for (const Mount& mount : view.mounts) {
    if (mount.mount_point == path) found = &mount;
  }
  return found;
}

ControlStanding root_file_system(const KernelView& view) {
  const Mount* root = mounted_at(view, "/");
  if (!root) return row("read-only-rootfs", std::nullopt, unreadable);
  return row("read-only-rootfs", is_read_only(*root), "/ is mounted " + root->options);
}

ControlStanding scratch_space(const KernelView& view) {
  const Mount* tmp = mounted_at(view, "/tmp");
  if (!tmp) return row("tmpfs-options", false, "/tmp is no mount of its own");
  const bool holds =
      std::ranges::all_of(std::initializer_list<const char*>{"noexec", "nosuid", "nodev"},
                          [&](const char* option) { return taut::kernel::has_option(tmp->options, option); });
  return row("tmpfs-options", holds && tmp->file_system == "tmpfs",
             "/tmp: " + tmp->file_system + ", " + tmp->options + ", " + tmp->super_options);
}

/// Files that the engine itself mounts; they say nothing of how a service was written.
bool is_given(const Mount& mount) {
  static const std::set<std::string_view> files{"/etc/resolv.conf", "/etc/hostname", "/etc/hosts"};
  return files.contains(mount.mount_point) || mount.mount_point.starts_with("/proc") ||
         mount.mount_point.starts_with("/sys") || mount.mount_point.starts_with("/dev") ||
         mount.mount_point == "/" || mount.mount_point == "/tmp";
}

ControlStanding mounted_files(const KernelView& view) {
  std::string read_only;
  std::string writable;
  for (const Mount& mount : view.mounts) {
    if (is_given(mount)) continue;
    std::string& list = is_read_only(mount) ? read_only : writable;
    list += (list.empty() ? "" : ", ") + mount.mount_point;
  }
  if (read_only.empty() && writable.empty())
    return row("read-only-mounts", std::nullopt, "nothing is mounted in");
  return row("read-only-mounts", !read_only.empty(),
             "read-only: " + (read_only.empty() ? "nothing" : read_only) +
                 "; writable: " + (writable.empty() ? "nothing" : writable));
}

ControlStanding data_mount(const KernelView& view) {
  const Mount* data = mounted_at(view, "/db");
  if (!data) return row("data-mount", false, "/db is no mount of its own");
  return row("data-mount", !is_read_only(*data), "/db: " + data->file_system + ", " + data->options);
}

ControlStanding limit(const KernelView& view, const char* control, std::string_view group) {
  const auto found = view.cgroup.find(group);
  if (found == view.cgroup.end() || found->second.empty())
    return row(control, std::nullopt, "no control group is visible in here");
  const std::string& value = found->second;
  const auto number = taut::parse_decimal(value.substr(0, value.find(' ')));
  constexpr long long unlimited = 1LL << 60;  // what version 1 writes for memory without a limit is near 2^63
  return row(control, number && *number < unlimited, std::string(group) + ": " + value);
}

ControlStanding masked_paths(const KernelView& view) {
  // Which ones a kernel has at all differs, /proc/kcore for example; these an engine covers where they are.
  std::string covered;
  for (const char* path : {"/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/acpi", "/proc/scsi",
                           "/proc/interrupts", "/sys/firmware"}) {
    if (mounted_at(view, path)) covered += (covered.empty() ? "" : ", ") + std::string(path);
  }
  const Mount* locked = mounted_at(view, "/proc/sys");
  const bool is_locked = locked && is_read_only(*locked);
  return row("masked-paths", !covered.empty() && is_locked,
             "covered: " + (covered.empty() ? "nothing" : covered) + "; /proc/sys is " +
                 (is_locked ? "read-only" : "writable"));
}

ControlStanding process_namespace(const KernelView& view) {
  return row("pid-namespace", view.server_is_process_1 ? std::optional<bool>(true) : std::nullopt,
             view.server_is_process_1 ? "the server is process 1" : "the server is not process 1");
}

ControlStanding rootless(const KernelView& view) {
  if (view.user_map.empty()) return row("rootless-daemon", std::nullopt, unreadable);
  const std::string_view first_line = std::string_view(view.user_map).substr(0, view.user_map.find('\n'));
  std::vector<std::string_view> words;
  for (const std::string_view word : taut::split(first_line, ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  const bool identity = words == std::vector<std::string_view>{"0", "0", "4294967295"};
  std::string map;
  for (const std::string_view word : words) map += (map.empty() ? "" : " ") + std::string(word);
  return row("rootless-daemon", !identity,
             identity ? "uid_map is 0 0 4294967295: root in here is root outside, if anything here were root"
                      : "uid_map begins " + map + ": root in here is an ordinary user outside");
}

ControlStanding secrets(const KernelView& view) {
  const bool file = std::ranges::any_of(view.mounts, [](const Mount& mount) {
    return mount.mount_point.starts_with("/run/secrets") && is_read_only(mount);
  });
  if (view.secret_in_environment) return row("secrets-as-files", false, "SECRET_KEY is in the environment");
  return row("secrets-as-files", file ? std::optional<bool>(true) : std::nullopt,
             file ? "not in the environment; /run/secrets is mounted read-only"
                  : "not in the environment, and no secret is mounted");
}

ControlStanding engine_socket(const KernelView& view) {
  for (const Mount& mount : view.mounts) {
    if (mount.mount_point.ends_with("docker.sock") || mount.root.ends_with("docker.sock"))
      return row("no-engine-socket", false, mount.mount_point + " is mounted in");
  }
  return row("no-engine-socket", true, "no mount is one");
}

std::string number_of(const std::optional<int>& value) {
  return value ? std::to_string(*value) : "not told";
}

std::vector<Likeness> likeness(const KernelView& view) {
  if (!view.twin || view.threads.empty()) return {};
  const ProcessStatus& server = view.threads.front();
  const ProcessStatus& attempt = *view.twin;
  const auto words = [](const ProcessStatus& status, int which) -> std::string {
    switch (which) {
      case 0:
        return std::to_string(status.users.effective);
      case 1:
        return hexadecimal(status.capabilities.effective);
      case 2:
        return hexadecimal(status.capabilities.bounding);
      case 3:
        return status.no_new_privileges == true ? "1" : "0";
      case 4:
        return number_of(status.seccomp_mode);
      default:
        return number_of(status.seccomp_filters);
    }
  };
  std::vector<Likeness> rows;
  constexpr const char* names[] = {"Uid", "CapEff", "CapBnd", "NoNewPrivs", "Seccomp", "Seccomp_filters"};
  for (int which = 0; which < 6; ++which)
    rows.push_back({names[which], words(server, which), words(attempt, which)});
  return rows;
}

}  // namespace

Standing judge(const KernelView& view) {
  Standing standing;
  standing.controls = {
      user(view),
      capabilities(view),
      privileges(view),
      profile(view),
      sysctl(view, "unprivileged-ports", "net/ipv4/ip_unprivileged_port_start", is_1024_or_more),
      sysctl(view, "no-ping", "net/ipv4/ping_group_range", is_empty_range),
      sysctl(view, "no-tcp-fastopen", "net/ipv4/tcp_fastopen", is_zero),
      self_filter(view),
      dumpable(view),
      root_file_system(view),
      scratch_space(view),
      mounted_files(view),
      data_mount(view),
      limit(view, "memory-limit", "memory"),
      limit(view, "pids-limit", "pids"),
      limit(view, "cpu-limit", "cpu"),
      open_files(view),
      core_files(view),
      masked_paths(view),
      process_namespace(view),
      rootless(view),
      secrets(view),
      engine_socket(view),
  };
  standing.likeness = likeness(view);
  return standing;
}

}  // namespace lab
