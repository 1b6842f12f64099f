#include "probe/peer.h"

#include <algorithm>

#include "docker/api.h"

namespace taut::probe {
namespace {

using docker::text_at;

constexpr const char* peer_port = "4242";

json::object body_of_peer(const json::value& inspect, const std::string& network, const Kit& kit) {
  json::object body{{"Image", text_at(inspect, "Image")},
                    {"User", "65534:65534"},
                    {"Entrypoint", {std::string(agent_folder) + "/agent"}},
                    {"Cmd", {"listen", peer_port}},
                    {"Healthcheck", {{"Test", {"NONE"}}}}};
  body["HostConfig"] = {{"NetworkMode", network},
                        {"CapDrop", {"ALL"}},
                        {"SecurityOpt", {"no-new-privileges"}},
                        {"ReadonlyRootfs", true},
                        {"LogConfig", {{"Type", "none"}}},
                        {"Mounts",
                         {{{"Type", "volume"},
                           {"Source", kit.agent_volume},
                           {"Target", agent_folder},
                           {"ReadOnly", true},
                           {"VolumeOptions", {{"NoCopy", true}}}}}}};
  return body;
}

/// Of the only network that it is in.
std::string address_of(const json::value& inspect) {
  const json::value* networks = docker::find(inspect, "NetworkSettings.Networks");
  if (!networks || !networks->is_object()) return "";
  for (const auto& [name, network] : networks->get_object()) {
    if (const std::string address = text_at(network, "IPAddress"); !address.empty()) return address;
  }
  return "";
}

}  // namespace

bool wants_peer(std::span<const drills::Drill* const> drills) {
  return std::ranges::any_of(drills, [](const drills::Drill* drill) { return drill->id == "net_peer"; });
}

Result<std::string> start_peer(docker::Engine& engine, Resources& resources, const json::value& inspect,
                               const std::string& network, const Kit& kit) {
  const auto container = resources.make_container(body_of_peer(inspect, network, kit));
  if (!container) return tl::unexpected(container.error());
  const auto started =
      docker::request(engine, "POST", "/containers/" + *container + "/start", "start the second container");
  if (!started) return tl::unexpected(started.error());
  const auto described =
      docker::request(engine, "GET", "/containers/" + *container + "/json", "look at the second container");
  if (!described) return tl::unexpected(described.error());
  const std::string address = address_of(*described);
  if (address.empty()) return failure("it was given no address");
  return address + ":" + peer_port;
}

}  // namespace taut::probe
