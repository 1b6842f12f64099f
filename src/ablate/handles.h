// A handle on a control: how it is taken away from what an engine is asked to create. One row each, in the
// order of control_table(). A control without a row cannot be taken from a container from outside (it is in
// the image, the program or the daemon), and ablation says so. Whether a container has a control at all:
// probe/controls_found.
#pragma once

#include <boost/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taut::ablate {

namespace json = boost::json;

/// What a handle may need to know beside the body.
struct Surroundings {
  std::string stand_in_folder;  // mounts from below it stand in for data; see probe::Kit
  std::string engine_socket;    // on the engine's machine
  // What the engine's own root does not have (a virtual machine, a container), and so can give to nobody.
  std::vector<std::string> missing_capabilities = {};
};

/// Those that this process's own root lacks. A rootless engine gives all those of its namespace all the same.
std::vector<std::string> capabilities_missing_here();

/// Every capability that can be given here.
void grant_all_capabilities(json::object& body, const Surroundings& surroundings);
/// --privileged; where a capability is missing no container starts with it, then what it is made of.
void make_privileged(json::object& body, const Surroundings& surroundings);

struct Handle {
  std::string_view control;  // id in control_table()
  void (*remove)(json::object& body, const Surroundings& surroundings);
  bool network = false;  // only then drills that wait for the network have to run again
};

std::span<const Handle> handle_table();
const Handle* find_handle(std::string_view control);

}  // namespace taut::ablate
