#include "probe/controls_found.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.h"
#include "docker/api.h"
#include "drills/catalogue.h"
#include "drills/secret_shape.h"
#include "probe/clone_plan.h"

namespace taut::probe {
namespace {

namespace json = boost::json;
using docker::find;
using docker::text_at;

constexpr int filter_mode = 2;  // SECCOMP_MODE_FILTER

struct View {
  const json::value& inspect;
  const PlaceFacts* facts;  // null: only the settings are known

  const json::value* at(std::string_view name) const {
    return find(inspect, "HostConfig." + std::string(name));
  }
  std::string text(std::string_view name) const {
    return text_at(inspect, "HostConfig." + std::string(name));
  }
  bool truth(std::string_view name) const {
    const json::value* value = at(name);
    return value && value->is_bool() && value->get_bool();
  }
  bool above_zero(std::string_view name) const {
    const json::value* value = at(name);
    return value && value->is_int64() && value->get_int64() > 0;
  }
  const json::array& list(std::string_view name) const {
    static const json::array none;
    const json::value* value = at(name);
    return value && value->is_array() ? value->get_array() : none;
  }
  std::string sysctl(std::string_view name) const {
    const json::value* all = at("Sysctls");
    const auto* value = all && all->is_object() ? all->get_object().if_contains(name) : nullptr;
    return value && value->is_string() ? std::string(value->get_string()) : "";
  }
  /// What follows "name=" in the security options; "" when there is none.
  std::string security(std::string_view name) const {
    for (const json::value& option : list("SecurityOpt")) {
      const std::string_view text = option.is_string() ? std::string_view(option.get_string()) : "";
      if (text.starts_with(name) && text.size() > name.size() &&
          (text[name.size()] == '=' || text[name.size()] == ':'))
        return std::string(text.substr(name.size() + 1));
    }
    return "";
  }
  const json::array& mounts() const {
    static const json::array none;
    const json::value* value = find(inspect, "Mounts");
    return value && value->is_array() ? value->get_array() : none;
  }
};

Presence set_if(bool is_set) {
  return is_set ? Presence::set : Presence::missing;
}
/// Where a part of the control is better than nothing.
Presence set_if(bool is_set, bool is_there_in_part) {
  return is_set ? Presence::set : is_there_in_part ? Presence::partly : Presence::missing;
}

Presence non_root_user(const View& view) {
  if (view.facts) return set_if(view.facts->uid != 0);
  const std::string user = text_at(view.inspect, "Config.User");
  return set_if(!user.empty() && user != "0" && user != "root" && !user.starts_with("0:") &&
                !user.starts_with("root:"));
}

Presence drop_capabilities(const View& view) {
  const bool some_are_dropped = !view.list("CapDrop").empty();
  if (view.facts) return set_if(view.facts->bounding == 0, some_are_dropped);
  const bool all_are_dropped = std::ranges::count(view.list("CapDrop"), json::value("ALL")) > 0;
  return set_if(all_are_dropped && view.list("CapAdd").empty(), some_are_dropped);
}

Presence no_new_privileges(const View& view) {
  if (view.facts) return set_if(view.facts->no_new_privileges);
  return set_if(std::ranges::any_of(view.list("SecurityOpt"), [](const json::value& option) {
    const std::string_view text = option.is_string() ? std::string_view(option.get_string()) : "";
    return text.starts_with("no-new-privileges") && !text.ends_with("false");
  }));
}

bool is_engine_socket(const json::value& mount) {
  const std::string source = text_at(mount, "Source");
  return source.ends_with("/docker.sock") || source.ends_with("/podman.sock") ||
         source.ends_with("/containerd.sock");
}

bool is_host_folder(const json::value& mount) {
  const std::string source = text_at(mount, "Source");
  return text_at(mount, "Type") == "bind" && is_system_source(source) && !source.ends_with(".sock");
}

bool is_writable(const json::value& mount) {
  const json::value* writable = find(mount, "RW");
  return text_at(mount, "Type") != "tmpfs" && (!writable || !writable->is_bool() || writable->get_bool());
}

bool is_small_and_runs_nothing(std::string_view options) {
  const auto words = split(options, ',');
  const bool small =
      std::ranges::any_of(words, [](std::string_view word) { return word.starts_with("size="); });
  return small && !std::ranges::count(words, "exec");  // the engine adds noexec where nothing is said
}

bool runs_nothing(std::string_view options) {
  return !std::ranges::count(split(options, ','), "exec");
}

Presence tmpfs_options(const View& view) {
  const json::value* mounts = view.at("Tmpfs");
  if (!mounts || !mounts->is_object() || mounts->get_object().empty())
    return set_if(view.truth("ReadonlyRootfs"));
  const auto with = [](bool (*wanted)(std::string_view options)) {
    return [wanted](const auto& mount) {
      return mount.value().is_string() && wanted(mount.value().get_string());
    };
  };
  return set_if(std::ranges::all_of(mounts->get_object(), with(is_small_and_runs_nothing)),
                std::ranges::any_of(mounts->get_object(), with(runs_nothing)));
}

/// A container without a word about it has Docker's own profile, unless it is privileged.
Presence seccomp_profile(const View& view) {
  if (view.facts && view.facts->seccomp != filter_mode) return Presence::missing;
  if (view.inspect.is_null()) return Presence::unknown;
  const std::string profile = view.security("seccomp");
  if (profile == "unconfined" || (profile.empty() && view.truth("Privileged"))) return Presence::missing;
  return set_if(!profile.empty() && profile != "builtin", true);
}

Presence read_only_mounts(const View& view) {
  return set_if(std::ranges::none_of(view.mounts(), is_writable),
                !std::ranges::all_of(view.mounts(), is_writable));
}

Presence masked_paths(const View& view) {
  const json::value* masked = view.at("MaskedPaths");
  const bool none_masked = masked && masked->is_array() && masked->get_array().empty();
  return set_if(!view.truth("Privileged") && !none_masked && view.security("systempaths").empty());
}

Presence isolated_network(const View& view) {
  const std::string mode = view.text("NetworkMode");
  if (mode == "none") return Presence::set;
  // How much a network of its own holds back, its name does not say.
  return set_if(false, mode != "default" && mode != "bridge" && mode != "host" && !mode.empty());
}

/// Only where there are secrets: in a variable, or named or mounted as a file.
Presence secrets_as_files(const View& view) {
  bool by_file = std::ranges::any_of(view.mounts(), [](const json::value& mount) {
    return text_at(mount, "Destination").starts_with("/run/secrets");
  });
  const json::value* variables = find(view.inspect, "Config.Env");
  if (!variables || !variables->is_array()) return by_file ? Presence::set : Presence::unknown;
  for (const json::value& variable : variables->get_array()) {
    const std::string_view text = variable.is_string() ? std::string_view(variable.get_string()) : "";
    const std::string_view name = text.substr(0, text.find('='));
    if (drills::is_secret(name, text.substr(std::min(text.size(), name.size() + 1))))
      return Presence::missing;
    by_file = by_file || name.ends_with("_FILE");
  }
  return by_file ? Presence::set : Presence::unknown;
}

bool has_ulimit(const View& view, std::string_view name) {
  return std::ranges::any_of(view.list("Ulimits"),
                             [&](const json::value& limit) { return text_at(limit, "Name") == name; });
}

bool has_high_ports_only(const View& view) {
  return parse_decimal(view.sysctl("net.ipv4.ip_unprivileged_port_start")).value_or(0) >= 1024;
}

/// How each control is recognised. What stands above the empty line needs the agent's view only.
struct Recogniser {
  std::string_view control;
  bool needs_engine;
  Presence (*look)(const View& view);
};
// clang-format off
constexpr std::array recognisers{
    Recogniser{"non-root-user", false, non_root_user},
    Recogniser{"drop-capabilities", false, drop_capabilities},
    Recogniser{"no-new-privileges", false, no_new_privileges},
    Recogniser{"seccomp-profile", false, seccomp_profile},
    Recogniser{"rootless-daemon", false, [](const View& view) { return view.facts ? set_if(!view.facts->initial_user_namespace) : Presence::unknown; }},

    Recogniser{"unprivileged-ports", true, [](const View& view) { return set_if(has_high_ports_only(view)); }},
    Recogniser{"no-ping", true, [](const View& view) { return set_if(!view.sysctl("net.ipv4.ping_group_range").empty()); }},
    Recogniser{"no-tcp-fastopen", true, [](const View& view) { return set_if(view.sysctl("net.ipv4.tcp_fastopen") == "0"); }},
    Recogniser{"read-only-rootfs", true, [](const View& view) { return set_if(view.truth("ReadonlyRootfs")); }},
    Recogniser{"tmpfs-options", true, tmpfs_options},
    Recogniser{"read-only-mounts", true, read_only_mounts},
    Recogniser{"memory-limit", true, [](const View& view) { return set_if(view.above_zero("Memory")); }},
    Recogniser{"pids-limit", true, [](const View& view) { return set_if(view.above_zero("PidsLimit")); }},
    Recogniser{"cpu-limit", true, [](const View& view) { return set_if(view.above_zero("NanoCpus") || view.above_zero("CpuQuota")); }},
    Recogniser{"open-files-limit", true, [](const View& view) { return set_if(has_ulimit(view, "nofile")); }},
    Recogniser{"no-core-dumps", true, [](const View& view) { return set_if(has_ulimit(view, "core")); }},
    Recogniser{"isolated-network", true, isolated_network},
    Recogniser{"masked-paths", true, masked_paths},
    Recogniser{"network-namespace", true, [](const View& view) { return set_if(view.text("NetworkMode") != "host"); }},
    Recogniser{"pid-namespace", true, [](const View& view) { return set_if(view.text("PidMode") != "host"); }},
    Recogniser{"ipc-namespace", true, [](const View& view) { return set_if(view.text("IpcMode") != "host"); }},
    Recogniser{"uts-namespace", true, [](const View& view) { return set_if(view.text("UTSMode") != "host"); }},
    Recogniser{"cgroup-namespace", true, [](const View& view) { return set_if(view.text("CgroupnsMode") != "host"); }},
    Recogniser{"secrets-as-files", true, secrets_as_files},
    Recogniser{"no-engine-socket", true, [](const View& view) { return set_if(std::ranges::none_of(view.mounts(), is_engine_socket)); }},
    Recogniser{"no-host-mounts", true, [](const View& view) { return set_if(std::ranges::none_of(view.mounts(), is_host_folder)); }},
    Recogniser{"no-devices", true, [](const View& view) { return set_if(view.list("Devices").empty() && !view.truth("Privileged")); }},
    Recogniser{"devices-cgroup", true, [](const View& view) { return set_if(view.list("DeviceCgroupRules").empty() && !view.truth("Privileged")); }},
    Recogniser{"not-privileged", true, [](const View& view) { return set_if(!view.truth("Privileged")); }},
};
// clang-format on

std::string words_of(const json::array& list) {
  std::string words;
  for (const json::value& word : list) {
    if (word.is_string()) words += (words.empty() ? "" : ", ") + std::string(word.get_string());
  }
  return words;
}

std::string sources_of(const json::array& mounts, bool (*wanted)(const json::value&)) {
  std::string sources;
  for (const json::value& mount : mounts) {
    if (wanted(mount)) sources += (sources.empty() ? "" : ", ") + text_at(mount, "Source");
  }
  return sources;
}

/// `privileged` overrides the lines of these, so adding them would change nothing.
constexpr std::array<std::string_view, 5> overridden_by_privileged{
    "drop-capabilities", "seccomp-profile", "masked-paths", "no-devices", "devices-cgroup"};

std::string instead_of(std::string_view control, const View& view) {
  if (view.truth("Privileged") && std::ranges::count(overridden_by_privileged, control))
    return "take privileged away";
  if (control == "drop-capabilities" && !view.list("CapAdd").empty() &&
      words_of(view.list("CapDrop")) == "ALL")
    return "take " + words_of(view.list("CapAdd")) + " out of cap_add";
  if (control == "no-engine-socket")
    return "take the mount of " + sources_of(view.mounts(), is_engine_socket) + " away";
  if (control == "no-host-mounts")
    return "take the mount of " + sources_of(view.mounts(), is_host_folder) + " away";
  return "";
}

/// Another user is no help against somebody who is uid 0 whatever the container's user is.
bool is_void(const ControlFound& found, bool as_root) {
  return as_root && found.control->id == "non-root-user";
}

std::vector<ControlFound> look_for_controls(const View& view) {
  std::vector<ControlFound> found;
  for (const Control& control : control_table()) {
    ControlFound& entry = found.emplace_back(ControlFound{&control, Presence::unknown, ""});
    const auto* recogniser = std::ranges::find(recognisers, control.id, &Recogniser::control);
    if (recogniser == recognisers.end() || (recogniser->needs_engine && view.inspect.is_null())) continue;
    entry.presence = recogniser->look(view);
    if (entry.presence == Presence::missing || entry.presence == Presence::partly)
      entry.instead = instead_of(control.id, view);
  }
  return found;
}

}  // namespace

std::vector<ControlFound> find_controls(const json::value& inspect, const PlaceFacts& facts) {
  return look_for_controls({inspect, &facts});
}

std::vector<ControlFound> find_controls(const json::value& inspect) {
  return look_for_controls({inspect, nullptr});
}

Cure cure_of(const drills::Drill& drill, const std::vector<ControlFound>& found, bool as_root) {
  Cure lacking, whole;
  for (const auto& set : drills::removal_sets(drill.stopped_by)) {
    std::vector<ControlFound> group;
    for (const std::string& id : set) {
      const auto entry =
          std::ranges::find(found, id, [](const ControlFound& one) { return one.control->id; });
      if (entry != found.end() && !is_void(*entry, as_root)) group.push_back(*entry);
    }
    if (group.empty()) continue;
    whole.groups.push_back(group);
    if (std::ranges::count(group, Presence::set, &ControlFound::presence) == 0)
      lacking.groups.push_back(std::move(group));
  }
  if (!lacking.groups.empty() || whole.groups.empty()) return lacking;
  whole.all_are_set = true;
  return whole;
}

}  // namespace taut::probe
