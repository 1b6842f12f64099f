// From what an engine says of a container to what it takes to create one that is confined in exactly the same
// way, with the agent in the place of the program. Pure: JSON in, JSON out.
//
// Kept: image, user, capabilities, security options, namespaces, limits, sysctls, tmpfs, devices,
// environment, networks. Never kept (each cost somebody a container once): name, labels, aliases, links,
// published ports, fixed addresses, restart policy, health check. Data is never touched: mounts of sockets,
// devices and system folders stay, read-only; every other bind or volume becomes an empty one with the same
// options.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "base/result.h"

namespace taut::probe {

namespace json = boost::json;

/// Where something empty takes the place of a mount.
struct StandIn {
  std::string target;
  bool file = false;  // a folder otherwise
  bool read_only = false;
  unsigned mode = 0600;  // of a file
};

enum class Seccomp {
  as_is,
  off,     // seccomp=unconfined: what the other layers do by themselves
  marked,  // the profile with its own errno in each refusal, so that a refusal can be told from EPERM of
           // others
};

/// The errno of a marked profile: no other layer of a container answers "Operation not possible due to
/// RF-kill".
inline constexpr int mark = 132;  // ERFKILL

struct CloneOptions {
  std::vector<std::string> command;           // the agent and its options
  std::vector<std::string> original_command;  // of the program whose place it takes
  json::object labels;
  std::string user;  // "" keeps the container's
  Seccomp seccomp = Seccomp::as_is;
  std::string agent_volume;     // mounted read-only at agent_folder
  std::string stand_in_folder;  // of the engine's machine: holds one entry for each stand-in, "0", "1", …
};

inline constexpr const char* agent_folder = "/.taut";

struct ClonePlan {
  json::object body;                  // for POST /containers/create
  std::vector<std::string> networks;  // to be joined after the first, which is in the body
  std::vector<std::string> notes;     // how the clone differs, in words for the report
};

/// Whether the container has addresses of its own, which others may reach: not the host's network, nor none,
/// nor that of another container.
bool has_own_network(const json::value& inspect);
/// Mount points of the host's system that the container has writable, and a clone read-only.
std::vector<std::string> made_read_only(const json::value& inspect);

/// The mounts of the container that something empty has to stand in for.
std::vector<StandIn> stand_ins_of(const json::value& inspect);

/// `inspect` is the answer of GET /containers/ID/json. `stand_ins` may differ from stand_ins_of() in what is
/// a file.
ClonePlan plan_clone(const json::value& inspect, const std::vector<StandIn>& stand_ins,
                     const CloneOptions& options);

/// The container's own seccomp profile, when it has one that can be read back (a built-in one cannot), with
/// every refusal's errno replaced by the mark; "" otherwise.
std::string marked_profile(const json::value& inspect);

/// Mounts of these show the host itself, not data of the container.
bool is_system_source(const std::string& path);

}  // namespace taut::probe
