#include "probe/clone_plan.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "docker/api.h"

namespace taut::probe {
namespace {

using docker::find;
using docker::text_at;

constexpr std::array config_kept{"Env", "User", "WorkingDir"};

constexpr std::array host_config_kept{
    "BlkioWeight", "CapAdd",        "CapDrop",        "CgroupParent", "CgroupnsMode",      "CpuPeriod",
    "CpuQuota",    "CpuShares",     "CpusetCpus",     "CpusetMems",   "DeviceCgroupRules", "DeviceRequests",
    "Devices",     "Dns",           "DnsOptions",     "DnsSearch",    "ExtraHosts",        "GroupAdd",
    "IpcMode",     "Isolation",     "MaskedPaths",    "Memory",       "MemoryReservation", "MemorySwap",
    "NanoCpus",    "NetworkMode",   "OomKillDisable", "OomScoreAdj",  "PidMode",           "PidsLimit",
    "Privileged",  "ReadonlyPaths", "ReadonlyRootfs", "Runtime",      "SecurityOpt",       "ShmSize",
    "StorageOpt",  "Sysctls",       "Tmpfs",          "UTSMode",      "Ulimits",           "UsernsMode"};

// A container's own /etc/hosts and the like are bound by the engine and are no mounts of the container.
constexpr std::array<std::string_view, 14> system_folders{"/bin",   "/boot", "/dev",     "/etc",    "/lib",
                                                          "/lib64", "/proc", "/root",    "/run",    "/sbin",
                                                          "/sys",   "/usr",  "/var/lib", "/var/run"};

const json::array& list_at(const json::value& value, std::string_view path) {
  static const json::array empty;
  const json::value* found = find(value, path);
  return found && found->is_array() ? found->get_array() : empty;
}

template <std::size_t count>
void copy_kept(const json::value& from, std::string_view part, const std::array<const char*, count>& names,
               json::object& into) {
  for (const char* name : names) {
    const json::value* value = find(from, std::string(part) + "." + name);
    if (value && !value->is_null()) into[name] = *value;
  }
}

bool is_read_only(const json::value& mount) {
  const json::value* writable = find(mount, "RW");
  return writable && writable->is_bool() && !writable->get_bool();
}

bool has_stand_in(const json::value& mount) {
  const std::string type = text_at(mount, "Type");
  if (type == "volume") return true;
  return type == "bind" && !is_system_source(text_at(mount, "Source"));
}

json::object bind_mount(const std::string& source, const std::string& target, bool read_only) {
  return {{"Type", "bind"}, {"Source", source}, {"Target", target}, {"ReadOnly", read_only}};
}

/// Tmpfs mounts that were given as --mount are not in HostConfig.Tmpfs.
void keep_tmpfs_mounts(const json::value& inspect, json::array& mounts) {
  for (const json::value& mount : list_at(inspect, "HostConfig.Mounts")) {
    if (text_at(mount, "Type") == "tmpfs") mounts.push_back(mount);
  }
}

void keep_system_mounts(const json::value& inspect, json::array& mounts, std::vector<std::string>& notes) {
  for (const json::value& mount : list_at(inspect, "Mounts")) {
    if (text_at(mount, "Type") != "bind" || has_stand_in(mount)) continue;
    const std::string source = text_at(mount, "Source");
    const std::string target = text_at(mount, "Destination");
    // Not the propagation: nothing that is mounted in a clone may reach the host, and the engine refuses one
    // that it has chosen itself when it is asked for.
    mounts.push_back(bind_mount(source, target, true));
    if (!is_read_only(mount))
      notes.push_back(source + " of the host is mounted writable at " + target +
                      "; the clone has it read-only");
  }
}

json::array mounts_of(const json::value& inspect, const std::vector<StandIn>& stand_ins,
                      const CloneOptions& options, std::vector<std::string>& notes) {
  json::array mounts;
  mounts.push_back({{"Type", "volume"},
                    {"Source", options.agent_volume},
                    {"Target", agent_folder},
                    {"ReadOnly", true},
                    {"VolumeOptions", {{"NoCopy", true}}}});
  keep_tmpfs_mounts(inspect, mounts);
  keep_system_mounts(inspect, mounts, notes);
  for (std::size_t at = 0; at < stand_ins.size(); ++at) {
    mounts.push_back(bind_mount(options.stand_in_folder + "/" + std::to_string(at), stand_ins[at].target,
                                stand_ins[at].read_only));
  }
  return mounts;
}

bool is_seccomp_option(const json::value& option) {
  return option.is_string() &&
         (option.get_string().starts_with("seccomp=") || option.get_string().starts_with("seccomp:"));
}

void replace_seccomp(json::object& host_config, const std::string& option) {
  json::array options;
  if (const auto* present = host_config.if_contains("SecurityOpt"); present && present->is_array()) {
    for (const json::value& one : present->get_array()) {
      if (!is_seccomp_option(one)) options.push_back(one);
    }
  }
  options.push_back(json::string(option));
  host_config["SecurityOpt"] = std::move(options);
}

/// The networks that the container is in, by name; the first goes into the body.
void plan_networks(const json::value& inspect, ClonePlan& plan) {
  const std::string mode = text_at(inspect, "HostConfig.NetworkMode");
  const json::value* networks = find(inspect, "NetworkSettings.Networks");
  if (!has_own_network(inspect) || !networks || !networks->is_object()) return;
  std::string first = mode;
  for (const auto& [name, unused] : networks->get_object()) {
    if (name != first && mode != "default" && mode != "bridge") plan.networks.emplace_back(name);
  }
  if (mode != "default" && mode != "bridge") {
    plan.body["NetworkingConfig"] = {{"EndpointsConfig", {{first, json::object()}}}};
  }
}

}  // namespace

bool is_system_source(const std::string& path) {
  if (path == "/" || path.ends_with(".sock")) return true;
  return std::ranges::any_of(system_folders, [&](std::string_view folder) {
    if (path == folder) return true;
    // Data of applications lies below /var/lib, secrets of a project below /root and /run: those get
    // stand-ins.
    const bool holds_data =
        folder == "/var/lib" || folder == "/root" || folder == "/run" || folder == "/var/run";
    return !holds_data && path.starts_with(std::string(folder) + "/");
  });
}

bool has_own_network(const json::value& inspect) {
  const std::string mode = text_at(inspect, "HostConfig.NetworkMode");
  return mode != "host" && mode != "none" && !mode.starts_with("container:");
}

std::vector<std::string> made_read_only(const json::value& inspect) {
  std::vector<std::string> mount_points;
  for (const json::value& mount : list_at(inspect, "Mounts")) {
    if (text_at(mount, "Type") == "bind" && !has_stand_in(mount) && !is_read_only(mount))
      mount_points.push_back(text_at(mount, "Destination"));
  }
  return mount_points;
}

std::vector<StandIn> stand_ins_of(const json::value& inspect) {
  std::vector<StandIn> stand_ins;
  for (const json::value& mount : list_at(inspect, "Mounts")) {
    if (has_stand_in(mount))
      stand_ins.push_back({.target = text_at(mount, "Destination"), .read_only = is_read_only(mount)});
  }
  return stand_ins;
}

ClonePlan plan_clone(const json::value& inspect, const std::vector<StandIn>& stand_ins,
                     const CloneOptions& options) {
  ClonePlan plan;
  json::object host_config;
  copy_kept(inspect, "Config", config_kept, plan.body);
  copy_kept(inspect, "HostConfig", host_config_kept, host_config);
  if (!options.user.empty()) plan.body["User"] = options.user;
  plan.body["Image"] = text_at(inspect, "Image");
  plan.body["Labels"] = options.labels;
  plan.body["Entrypoint"] = {options.command[0]};
  std::vector words(options.command.begin() + 1, options.command.end());
  for (const std::string& mount_point : made_read_only(inspect)) {
    words.insert(words.end(), {"--made-read-only", mount_point});
  }
  words.emplace_back("--");
  words.insert(words.end(), options.original_command.begin(), options.original_command.end());
  plan.body["Cmd"] = json::value_from(words);
  for (const char* stream : {"AttachStdin", "AttachStdout", "AttachStderr", "OpenStdin", "StdinOnce"})
    plan.body[stream] = true;
  plan.body["Healthcheck"] = {{"Test", {"NONE"}}};
  host_config["Mounts"] = mounts_of(inspect, stand_ins, options, plan.notes);
  host_config["LogConfig"] = {{"Type", "none"}};
  if (options.seccomp == Seccomp::off) replace_seccomp(host_config, "seccomp=unconfined");
  if (options.seccomp == Seccomp::marked) replace_seccomp(host_config, "seccomp=" + marked_profile(inspect));
  plan.body["HostConfig"] = std::move(host_config);
  plan_networks(inspect, plan);
  return plan;
}

}  // namespace taut::probe
