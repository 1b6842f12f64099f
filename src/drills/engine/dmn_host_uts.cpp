#include <sys/utsname.h>

#include "drills/catalogue.h"
#include "drills/engine/host_process.h"

namespace taut::drills {

constexpr ino_t first_uts_namespace = 0xEFFFFFFE;

/// What engines name a container that was given no name: the first 12 digits of its id.
inline bool is_container_id(std::string_view name) {
  return name.size() == 12 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

inline std::string host_name_seen() {
  utsname names{};
  if (::uname(&names) == 0) return names.nodename;
  const auto name = read_file("/proc/sys/kernel/hostname");  // a tight seccomp profile has no uname
  return name ? std::string(trim(*name)) : "";
}

constinit const Drill dmn_host_uts{
    .id = "dmn_host_uts",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "ask for the host's name",
    .goal = "learn which machine this is; with CAP_SYS_ADMIN, rename it",
    .reference = "uts_namespaces(7); CIS Docker 1.6.0 5.21; MITRE ATT&CK T1082",
    .needs = "",
    .stopped_by = "uts-namespace | network-namespace",
    .witness = "host-uts",
    .not_shown = "in place, a namespace shared with the host of an engine in a container",
    .attempt =
        [](const Setting& setting) {
          const std::string name = host_name_seen();
          if (in_first_namespace("uts", first_uts_namespace)) return succeeded("uname(2)", "it is " + name);
          // A clone is given no name, so the engine would have named it.
          if (setting.clone && !name.empty() && !is_container_id(name))
            return succeeded("uname(2)", "it is " + name);
          return stopped("uname(2)", Layer::name_space, "a name of its own: " + name);
        },
};

}  // namespace taut::drills
