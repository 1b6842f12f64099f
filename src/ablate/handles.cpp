#include "ablate/handles.h"

#include <algorithm>

#include "base/text.h"

namespace taut::ablate {
namespace {

json::object& host(json::object& body) {
  auto& config = body["HostConfig"];
  if (!config.is_object()) config = json::object();
  return config.get_object();
}

/// A member of HostConfig, or null.
const json::value& of_host(const json::object& body, std::string_view name) {
  static const json::value nothing;
  const auto* config = body.if_contains("HostConfig");
  const auto* found = config && config->is_object() ? config->get_object().if_contains(name) : nullptr;
  return found ? *found : nothing;
}

bool is_positive(const json::value& value) {
  return value.is_int64() && value.get_int64() > 0;
}
bool is_true(const json::value& value) {
  return value.is_bool() && value.get_bool();
}
std::string text(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : "";
}

bool any_option(const json::object& body, std::string_view prefix) {
  const json::value& options = of_host(body, "SecurityOpt");
  if (!options.is_array()) return false;
  return std::ranges::any_of(options.get_array(),
                             [&](const json::value& option) { return text(option).starts_with(prefix); });
}

void set_option(json::object& body, std::string_view prefix, std::string_view replacement) {
  json::array kept;
  if (const json::value& options = of_host(body, "SecurityOpt"); options.is_array()) {
    for (const json::value& option : options.get_array()) {
      if (!text(option).starts_with(prefix)) kept.push_back(option);
    }
  }
  if (!replacement.empty()) kept.push_back(json::string(replacement));
  host(body)["SecurityOpt"] = std::move(kept);
}

/// Without no-new-privileges the runtime installs the filter before it gives up its own privileges (runc, and
/// found by trial with 1.1.5), so a tight profile would not let it start: these calls are granted to it, and
/// so to everyone.
void let_the_runtime_start(json::object& body) {
  const json::value& options = of_host(body, "SecurityOpt");
  if (!options.is_array()) return;
  for (const json::value& option : options.get_array()) {
    const std::string profile = text(option).starts_with("seccomp=") ? text(option).substr(8) : "";
    boost::system::error_code trouble;
    json::value parsed = json::parse(profile, trouble);
    auto* rules = trouble || !parsed.is_object() ? nullptr : parsed.get_object().if_contains("syscalls");
    if (!rules || !rules->is_array()) continue;
    rules->get_array().push_back(
        {{"names", {"capget", "capset", "chdir", "getcwd", "getppid", "setgid", "setgroups", "setuid"}},
         {"action", "SCMP_ACT_ALLOW"}});
    set_option(body, "seccomp", "seccomp=" + json::serialize(parsed));
    return;
  }
}

bool has_sysctl(const json::object& body, std::string_view name) {
  const json::value& sysctls = of_host(body, "Sysctls");
  return sysctls.is_object() && sysctls.get_object().contains(name);
}
void remove_sysctl(json::object& body, std::string_view name) {
  if (auto* sysctls = host(body).if_contains("Sysctls"); sysctls && sysctls->is_object())
    sysctls->get_object().erase(name);
}

bool has_ulimit(const json::object& body, std::string_view name) {
  const json::value& limits = of_host(body, "Ulimits");
  if (!limits.is_array()) return false;
  return std::ranges::any_of(limits.get_array(),
                             [&](const json::value& limit) { return text(limit.at("Name")) == name; });
}
void remove_ulimit(json::object& body, std::string_view name) {
  json::array kept;
  if (const json::value& limits = of_host(body, "Ulimits"); limits.is_array()) {
    for (const json::value& limit : limits.get_array()) {
      if (text(limit.at("Name")) != name) kept.push_back(limit);
    }
  }
  host(body)["Ulimits"] = std::move(kept);
}

bool in_own_namespace(const json::object& body, std::string_view mode) {
  return text(of_host(body, mode)) != "host";
}

bool has_own_network(const json::object& body) {
  const std::string mode = text(of_host(body, "NetworkMode"));
  return mode != "host" && !mode.starts_with("container:");
}

void join_network(json::object& body, std::string_view mode) {
  host(body)["NetworkMode"] = mode;
  body.erase("NetworkingConfig");
  // The sysctls of a namespace that is shared cannot be set.
  if (mode == "host") host(body).erase("Sysctls");
}

bool is_stand_in(const json::value& mount, const Surroundings& around) {
  const auto* source = mount.as_object().if_contains("Source");
  return source && !around.stand_in_folder.empty() && text(*source).starts_with(around.stand_in_folder + "/");
}

template <class Visit>
void each_mount(json::object& body, Visit visit) {
  if (auto* mounts = host(body).if_contains("Mounts"); mounts && mounts->is_array()) {
    for (json::value& mount : mounts->get_array()) visit(mount);
  }
}

bool has_read_only_mount(const json::object& body, const Surroundings& around) {
  const json::value& mounts = of_host(body, "Mounts");
  if (!mounts.is_array()) return false;
  return std::ranges::any_of(mounts.get_array(), [&](const json::value& mount) {
    const auto* read_only = mount.as_object().if_contains("ReadOnly");
    return is_stand_in(mount, around) && read_only && is_true(*read_only);
  });
}

bool has_mount_of(const json::object& body, std::string_view source) {
  const json::value& mounts = of_host(body, "Mounts");
  if (!mounts.is_array()) return false;
  return std::ranges::any_of(mounts.get_array(), [&](const json::value& mount) {
    const auto* from = mount.as_object().if_contains("Source");
    return from && text(*from) == source;
  });
}

void add_mount(json::object& body, std::string_view source, std::string_view target) {
  auto& mounts = host(body)["Mounts"];
  if (!mounts.is_array()) mounts = json::array();
  mounts.get_array().push_back(
      {{"Type", "bind"}, {"Source", source}, {"Target", target}, {"ReadOnly", true}});
}

/// The engine's default for a tmpfs is noexec, nosuid, nodev: only a word takes that away.
bool runs_nothing(std::string_view options) {
  for (const std::string_view option : split(options, ',')) {
    if (option == "exec") return false;
  }
  return true;
}

bool has_small_tmpfs(const json::object& body) {
  const json::value& tmpfs = of_host(body, "Tmpfs");
  if (!tmpfs.is_object()) return false;
  return std::ranges::any_of(tmpfs.get_object(),
                             [](const auto& entry) { return runs_nothing(text(entry.value())); });
}

/// As large as the memory allows, and everything can be run from it: exec and suid have to be said, as the
/// engine's defaults are noexec and nosuid.
void open_tmpfs(json::object& body) {
  auto* tmpfs = host(body).if_contains("Tmpfs");
  if (!tmpfs || !tmpfs->is_object()) return;
  for (auto& [target, options] : tmpfs->get_object()) options = "exec,suid,dev,mode=1777";
}

constexpr std::string_view port_start = "net.ipv4.ip_unprivileged_port_start";
constexpr std::string_view ping_range = "net.ipv4.ping_group_range";
constexpr std::string_view fast_open = "net.ipv4.tcp_fastopen";

using Body = const json::object&;
using Change = json::object&;
using Around = const Surroundings&;

// clang-format off
constexpr Handle handles[] = {
    {"non-root-user",
     [](Body body, Around) { const auto* user = body.if_contains("User"); const std::string name = user ? text(*user) : ""; return !name.empty() && name != "0" && name != "root" && !name.starts_with("0:"); },
     [](Change body, Around) { body["User"] = "0:0"; }},
    {"drop-capabilities",
     [](Body body, Around) { const json::value& dropped = of_host(body, "CapDrop"); return dropped.is_array() && !dropped.get_array().empty(); },
     [](Change body, Around) { host(body).erase("CapDrop"); host(body).erase("CapAdd"); }},
    {"no-new-privileges",
     [](Body body, Around) { return any_option(body, "no-new-privileges") && !any_option(body, "no-new-privileges:false") && !any_option(body, "no-new-privileges=false"); },
     [](Change body, Around) { set_option(body, "no-new-privileges", ""); let_the_runtime_start(body); }},
    {"seccomp-profile",
     [](Body body, Around) { return !any_option(body, "seccomp=unconfined") && !any_option(body, "seccomp:unconfined") && !is_true(of_host(body, "Privileged")); },
     [](Change body, Around) { set_option(body, "seccomp", "seccomp=unconfined"); }},
    {"unprivileged-ports",
     [](Body body, Around) { return has_sysctl(body, port_start); },
     [](Change body, Around) { remove_sysctl(body, port_start); }},
    {"no-ping",
     [](Body body, Around) { return has_sysctl(body, ping_range); },
     [](Change body, Around) { remove_sysctl(body, ping_range); }},
    {"no-tcp-fastopen",
     [](Body body, Around) { return has_sysctl(body, fast_open); },
     [](Change body, Around) { remove_sysctl(body, fast_open); }},
    {"read-only-rootfs",
     [](Body body, Around) { return is_true(of_host(body, "ReadonlyRootfs")); },
     [](Change body, Around) { host(body)["ReadonlyRootfs"] = false; }},
    {"tmpfs-options",
     [](Body body, Around) { return has_small_tmpfs(body); },
     [](Change body, Around) { open_tmpfs(body); }},
    {"read-only-mounts",
     [](Body body, Around around) { return has_read_only_mount(body, around); },
     [](Change body, Around around) { each_mount(body, [&](json::value& mount) { if (is_stand_in(mount, around)) mount.as_object()["ReadOnly"] = false; }); }},
    {"memory-limit",
     [](Body body, Around) { return is_positive(of_host(body, "Memory")); },
     [](Change body, Around) { host(body).erase("Memory"); host(body).erase("MemorySwap"); }},
    {"pids-limit",
     [](Body body, Around) { return is_positive(of_host(body, "PidsLimit")); },
     [](Change body, Around) { host(body).erase("PidsLimit"); }},
    {"cpu-limit",
     [](Body body, Around) { return is_positive(of_host(body, "NanoCpus")) || is_positive(of_host(body, "CpuQuota")); },
     [](Change body, Around) { host(body).erase("NanoCpus"); host(body).erase("CpuQuota"); }},
    {"open-files-limit",
     [](Body body, Around) { return has_ulimit(body, "nofile"); },
     [](Change body, Around) { remove_ulimit(body, "nofile"); }},
    {"no-core-dumps",
     [](Body body, Around) { return has_ulimit(body, "core"); },
     [](Change body, Around) { remove_ulimit(body, "core"); }},
    {"isolated-network",
     [](Body body, Around) { const std::string mode = text(of_host(body, "NetworkMode")); return has_own_network(body) && mode != "bridge" && mode != "default"; },
     [](Change body, Around) { join_network(body, "bridge"); }, true},
    {"masked-paths",
     [](Body body, Around) { const json::value& masked = of_host(body, "MaskedPaths"); return !(masked.is_array() && masked.get_array().empty()) && !is_true(of_host(body, "Privileged")); },
     [](Change body, Around) { host(body)["MaskedPaths"] = json::array(); host(body)["ReadonlyPaths"] = json::array(); }},
    {"network-namespace",
     [](Body body, Around) { return has_own_network(body); },
     [](Change body, Around) { join_network(body, "host"); }, true},
    {"pid-namespace",
     [](Body body, Around) { return in_own_namespace(body, "PidMode"); },
     [](Change body, Around) { host(body)["PidMode"] = "host"; }},
    {"ipc-namespace",
     [](Body body, Around) { return in_own_namespace(body, "IpcMode"); },
     [](Change body, Around) { host(body)["IpcMode"] = "host"; }},
    {"uts-namespace",
     [](Body body, Around) { return in_own_namespace(body, "UTSMode"); },
     [](Change body, Around) { host(body)["UTSMode"] = "host"; }},
    {"cgroup-namespace",
     [](Body body, Around) { return in_own_namespace(body, "CgroupnsMode"); },
     [](Change body, Around) { host(body)["CgroupnsMode"] = "host"; }},
    {"no-engine-socket",
     [](Body body, Around around) { return !around.engine_socket.empty() && !has_mount_of(body, around.engine_socket); },
     [](Change body, Around around) { add_mount(body, around.engine_socket, "/var/run/docker.sock"); }},
    {"no-host-mounts",
     [](Body body, Around) { return !has_mount_of(body, "/"); },
     [](Change body, Around) { add_mount(body, "/", "/host"); }},
    {"no-devices",
     [](Body body, Around) { const json::value& devices = of_host(body, "Devices"); return !devices.is_array() || devices.get_array().empty(); },
     [](Change body, Around) { host(body)["Devices"] = json::array{{{"PathOnHost", "/dev/fuse"}, {"PathInContainer", "/dev/fuse"}, {"CgroupPermissions", "rwm"}}}; }},
    {"devices-cgroup",
     [](Body body, Around) { const json::value& rules = of_host(body, "DeviceCgroupRules"); return (!rules.is_array() || rules.get_array().empty()) && !is_true(of_host(body, "Privileged")); },
     [](Change body, Around) { host(body)["DeviceCgroupRules"] = json::array{"a *:* rwm"}; }},
};
// clang-format on

}  // namespace

std::span<const Handle> handle_table() {
  return handles;
}

const Handle* find_handle(std::string_view control) {
  const auto* found = std::ranges::find(handles, control, &Handle::control);
  return found == std::ranges::end(handles) ? nullptr : found;
}

}  // namespace taut::ablate
