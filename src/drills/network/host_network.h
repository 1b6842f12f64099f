// Whether this is the network namespace of the host. What only a host has tells: hardware, and the bridges of
// an engine.
#pragma once

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <string>

#include "base/file.h"
#include "base/text.h"
#include "drills/drill.h"

namespace taut::drills {

struct NetworkPlace {
  bool hosts = false;
  std::string evidence;  // "eth0 is hardware", or the interfaces that there are
  int error = 0;         // why it could not be told, 0 when it could
};

/// Since Linux 6.18 the first network namespace has this number (NET_NS_INIT_INO, linux/nsfs.h).
constexpr ino_t first_network_namespace = 0xEFFFFFF9;

inline bool has_host_name(std::string_view interface) {
  constexpr std::array<std::string_view, 9> beginnings{"docker", "br-",     "virbr", "cni", "podman",
                                                       "veth",   "flannel", "enp",   "ens"};
  return std::ranges::any_of(beginnings, [&](auto beginning) { return interface.starts_with(beginning); });
}

/// By /sys, where it can be read.
inline NetworkPlace look_at_interfaces() {
  NetworkPlace place;
  const std::unique_ptr<DIR, int (*)(DIR*)> interfaces(::opendir("/sys/class/net"), ::closedir);
  if (!interfaces) {
    place.error = errno;
    return place;
  }
  while (const dirent* entry = ::readdir(interfaces.get())) {
    const std::string name = entry->d_name;
    if (name.starts_with('.')) continue;
    const std::string folder = "/sys/class/net/" + name;
    if (::access((folder + "/device").c_str(), F_OK) == 0) return {true, name + " is hardware", 0};
    if (::access((folder + "/bridge").c_str(), F_OK) == 0) return {true, name + " is a bridge", 0};
    place.evidence += (place.evidence.empty() ? "" : ", ") + name;
  }
  return place;
}

/// By their names, where /sys cannot be read.
inline NetworkPlace look_at_interface_names() {
  NetworkPlace place;
  const auto lines = read_file("/proc/net/dev");
  if (!lines) {
    place.error = lines.error().error_code;
    return place;
  }
  for (const std::string_view line : split(*lines, '\n')) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string name(trim(line.substr(0, colon)));
    if (has_host_name(name)) return {true, "there is " + name, 0};
    place.evidence += (place.evidence.empty() ? "" : ", ") + name;
  }
  return place;
}

inline NetworkPlace look_at_network() {
  struct stat status{};
  if (::stat("/proc/self/ns/net", &status) == 0 && status.st_ino == first_network_namespace)
    return {true, "it is the machine's first network namespace", 0};
  NetworkPlace place = look_at_interfaces();
  if (place.error) place = look_at_interface_names();
  return place;
}

/// What a drill that needs the host's network namespace says when this is none.
inline Attempt not_the_hosts_network(const NetworkPlace& place) {
  if (place.error) return refused("open(2)", place.error);
  return stopped("readdir(3)", Layer::name_space, "interfaces of its own: " + place.evidence);
}

}  // namespace taut::drills
