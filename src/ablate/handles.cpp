#include "ablate/handles.h"

#include <algorithm>

#include "linux/capability_names.h"
#include "linux/procfs.h"

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

std::string text(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : "";
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

void remove_sysctl(json::object& body, std::string_view name) {
  if (auto* sysctls = host(body).if_contains("Sysctls"); sysctls && sysctls->is_object())
    sysctls->get_object().erase(name);
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

void add_mount(json::object& body, std::string_view source, std::string_view target) {
  auto& mounts = host(body)["Mounts"];
  if (!mounts.is_array()) mounts = json::array();
  mounts.get_array().push_back(
      {{"Type", "bind"}, {"Source", source}, {"Target", target}, {"ReadOnly", true}});
}

void append(json::object& body, std::string_view list, std::string_view word) {
  auto& words = body[list];
  if (!words.is_array()) words = json::array();
  words.get_array().emplace_back(word);
}

/// What whoever does not want to mount a file does: a variable, and a word of the command line.
void give_secret_in_the_open(json::object& body) {
  append(body, "Env", "DB_PASSWORD=in-the-place-of-a-secret");
  append(body, "Cmd", "--db-password=in-the-place-of-a-secret");
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

using Change = json::object&;
using Around = const Surroundings&;

// clang-format off
constexpr Handle handles[] = {
    {"non-root-user",
     [](Change body, Around) { body["User"] = "0:0"; }},
    {"drop-capabilities",
     [](Change body, Around) { host(body).erase("CapDrop"); host(body).erase("CapAdd"); }},
    {"no-new-privileges",
     [](Change body, Around) { set_option(body, "no-new-privileges", ""); let_the_runtime_start(body); }},
    {"seccomp-profile",
     [](Change body, Around) { set_option(body, "seccomp", "seccomp=unconfined"); }},
    {"unprivileged-ports",
     [](Change body, Around) { remove_sysctl(body, port_start); }},
    {"no-ping",
     [](Change body, Around) { remove_sysctl(body, ping_range); }},
    {"no-tcp-fastopen",
     [](Change body, Around) { remove_sysctl(body, fast_open); }},
    {"read-only-rootfs",
     [](Change body, Around) { host(body)["ReadonlyRootfs"] = false; }},
    {"tmpfs-options",
     [](Change body, Around) { open_tmpfs(body); }},
    {"read-only-mounts",
     [](Change body, Around around) { each_mount(body, [&](json::value& mount) { if (is_stand_in(mount, around)) mount.as_object()["ReadOnly"] = false; }); }},
    {"memory-limit",
     [](Change body, Around) { host(body).erase("Memory"); host(body).erase("MemorySwap"); }},
    {"pids-limit",
     [](Change body, Around) { host(body).erase("PidsLimit"); }},
    {"cpu-limit",
     [](Change body, Around) { host(body).erase("NanoCpus"); host(body).erase("CpuQuota"); }},
    {"open-files-limit",
     [](Change body, Around) { remove_ulimit(body, "nofile"); }},
    {"no-core-dumps",
     [](Change body, Around) { remove_ulimit(body, "core"); }},
    {"isolated-network",
     [](Change body, Around) { join_network(body, "bridge"); }, true},
    {"masked-paths",
     [](Change body, Around) { host(body)["MaskedPaths"] = json::array(); host(body)["ReadonlyPaths"] = json::array(); }},
    {"network-namespace",
     [](Change body, Around) { join_network(body, "host"); }, true},
    {"pid-namespace",
     [](Change body, Around) { host(body)["PidMode"] = "host"; }},
    {"ipc-namespace",
     [](Change body, Around) { host(body)["IpcMode"] = "host"; }},
    {"uts-namespace",
     [](Change body, Around) { host(body)["UTSMode"] = "host"; }},
    {"cgroup-namespace",
     [](Change body, Around) { host(body)["CgroupnsMode"] = "host"; }},
    {"secrets-as-files",
     [](Change body, Around) { give_secret_in_the_open(body); }},
    {"no-engine-socket",
     [](Change body, Around around) { if (!around.engine_socket.empty()) add_mount(body, around.engine_socket, "/var/run/docker.sock"); }},
    {"no-host-mounts",
     [](Change body, Around) { add_mount(body, "/", "/host"); }},
    {"no-devices",
     [](Change body, Around) { host(body)["Devices"] = json::array{{{"PathOnHost", "/dev/fuse"}, {"PathInContainer", "/dev/fuse"}, {"CgroupPermissions", "rwm"}}}; }},
    {"devices-cgroup",
     [](Change body, Around) { host(body)["DeviceCgroupRules"] = json::array{"a *:* rwm"}; }},
    {"not-privileged",
     [](Change body, Around around) { make_privileged(body, around); }},
};
// clang-format on

}  // namespace

std::vector<std::string> capabilities_missing_here() {
  const auto status = kernel::read_status("self");
  std::vector<std::string> missing;
  for (int number = 0; status && number < kernel::capability_count; ++number) {
    const auto name = kernel::capability_name(number);
    if (name && !(status->capabilities.bounding >> number & 1)) missing.emplace_back(*name);
  }
  return missing;
}

void grant_all_capabilities(json::object& body, const Surroundings& surroundings) {
  host(body)["CapAdd"] = {"ALL"};
  host(body)["CapDrop"] = json::value_from(surroundings.missing_capabilities);
}

void make_privileged(json::object& body, const Surroundings& surroundings) {
  if (surroundings.missing_capabilities.empty()) {
    host(body)["Privileged"] = true;
    return;
  }
  grant_all_capabilities(body, surroundings);
  set_option(body, "seccomp", "seccomp=unconfined");
  host(body)["MaskedPaths"] = json::array();
  host(body)["ReadonlyPaths"] = json::array();
  host(body)["DeviceCgroupRules"] = json::array{"a *:* rwm"};
}

std::span<const Handle> handle_table() {
  return handles;
}

const Handle* find_handle(std::string_view control) {
  const auto* found = std::ranges::find(handles, control, &Handle::control);
  return found == std::ranges::end(handles) ? nullptr : found;
}

}  // namespace taut::ablate
