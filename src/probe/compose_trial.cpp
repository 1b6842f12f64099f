#include "probe/compose_trial.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "docker/api.h"

namespace taut::probe {
namespace {

using docker::find;
using docker::text_at;

// What would meet the user's own containers, wait for others, or has nothing to do with confinement.
constexpr std::array service_dropped{
    "build",   "container_name", "depends_on",  "develop", "external_links", "healthcheck",
    "labels",  "links",          "ports",       "expose",  "profiles",       "restart",
    "command", "entrypoint",     "pull_policy", "scale",   "volumes_from"};
constexpr std::array network_dropped{"aliases", "ipv4_address", "ipv6_address", "link_local_ips",
                                     "mac_address"};

std::string names_of(const json::object& services) {
  std::string names;
  for (const auto& [name, unused] : services) names += (names.empty() ? "" : ", ") + std::string(name);
  return names;
}

/// With the mode of its file, where that is on this machine; where the engine is on another one, nothing is
/// known, and `file` stays as it is.
StandIn like_source(StandIn stand_in, const std::string& source) {
  struct stat status{};
  if (::stat(source.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return stand_in;
  stand_in.file = true;
  stand_in.mode = status.st_mode & 0777U;
  return stand_in;
}

bool is_true(const json::value& object, const char* name) {
  const json::value* found = find(object, name);
  return found && found->is_bool() && found->get_bool();
}

/// Takes the data out of the service's volumes; tmpfs and mounts of the host's system stay.
void take_out_volumes(json::object& service, std::vector<StandIn>& stand_ins) {
  auto* volumes = service.if_contains("volumes");
  if (!volumes || !volumes->is_array()) return;
  json::array kept;
  for (const json::value& volume : volumes->get_array()) {
    const std::string type = text_at(volume, "type");
    const std::string source = text_at(volume, "source");
    const bool data = type == "volume" || (type == "bind" && !is_system_source(source));
    if (data) {
      const StandIn stand_in{.target = text_at(volume, "target"), .read_only = is_true(volume, "read_only")};
      stand_ins.push_back(type == "bind" ? like_source(stand_in, source) : stand_in);
    } else {
      kept.push_back(volume);
    }
  }
  *volumes = std::move(kept);
}

/// Secrets and configs are bind mounts of files, read-only. `model` says where each lies.
void take_out_files(json::object& service, const json::value& model, const char* kind, const char* folder,
                    std::vector<StandIn>& stand_ins) {
  const json::value* described = find(model, kind);
  const auto* files = service.if_contains(kind);
  if (files && files->is_array()) {
    for (const json::value& file : files->get_array()) {
      std::string target = text_at(file, "target");
      if (target.empty()) target = text_at(file, "source");
      if (!target.starts_with('/')) target = std::string(folder) + target;
      const json::value* source = described && described->is_object()
                                      ? described->get_object().if_contains(text_at(file, "source"))
                                      : nullptr;
      stand_ins.push_back(like_source({.target = target, .file = true, .read_only = true},
                                      source ? text_at(*source, "file") : ""));
    }
  }
  service.erase(kind);
}

/// `config` leaves out a limit of 0, and `create` then misses it (docker/compose, seen in 2.26).
void fill_in_limits(json::object& service) {
  auto* limits = service.if_contains("ulimits");
  if (!limits || !limits->is_object()) return;
  for (auto& [name, limit] : limits->get_object()) {
    auto* fields = limit.if_object();
    if (!fields) continue;
    for (const char* bound : {"soft", "hard"}) fields->emplace(bound, 0);
  }
}

/// What the service runs, as far as the model says it; the image's own part is not in the model.
std::vector<std::string> command_of(const json::object& service) {
  std::vector<std::string> words;
  for (const char* part : {"entrypoint", "command"}) {
    const auto* list = service.if_contains(part);
    if (!list || !list->is_array()) continue;
    for (const json::value& word : list->get_array()) {
      if (word.is_string()) words.emplace_back(word.get_string());
    }
  }
  return words;
}

void label(json::object& object, const json::object& labels) {
  object["labels"] = labels;
}

/// The service's own networks, under the names of the trial; external ones stay as they are.
json::object networks_of(json::object& service, const json::value& model, const std::string& project,
                         const json::object& labels) {
  json::object networks;
  auto* joined = service.if_contains("networks");
  if (!joined || !joined->is_object()) return networks;
  for (auto& [name, settings] : joined->get_object()) {
    if (auto* fields = settings.if_object()) {
      for (const char* dropped : network_dropped) fields->erase(dropped);
    }
    const json::value* all = find(model, "networks");
    const auto* described = all && all->is_object() ? all->get_object().if_contains(name) : nullptr;
    json::object network = described && described->is_object() ? described->get_object() : json::object();
    if (!is_true(json::value(network), "external")) {
      network["name"] = project + "-" + std::string(name);
      network.erase("ipam");  // its addresses are in use by the project itself
      label(network, labels);
    }
    networks[name] = std::move(network);
  }
  return networks;
}

}  // namespace

Result<ComposeTrial> compose_trial(const json::value& model, const std::string& service,
                                   const std::string& project, const json::object& labels) {
  const json::value* services = find(model, "services");
  if (!services || !services->is_object()) return failure("the Compose file has no services");
  const json::value* found = services->get_object().if_contains(service);
  if (!found || !found->is_object()) {
    return failure(
        "no service '" + service + "' in the Compose file; there are: " + names_of(services->get_object()),
        EINVAL);
  }
  ComposeTrial trial;
  json::object kept = found->get_object();
  if (text_at(kept, "image").empty())
    kept["image"] = text_at(model, "name") + "-" + service;  // as Compose names what it builds
  trial.command = command_of(kept);
  for (const char* name : service_dropped) kept.erase(name);
  take_out_volumes(kept, trial.stand_ins);
  take_out_files(kept, model, "secrets", "/run/secrets/", trial.stand_ins);
  take_out_files(kept, model, "configs", "/", trial.stand_ins);
  fill_in_limits(kept);
  kept["entrypoint"] = {std::string(agent_folder) + "/agent"};
  kept["pull_policy"] = "never";
  label(kept, labels);
  trial.model["name"] = project;
  trial.model["networks"] = networks_of(kept, model, project, labels);
  trial.model["services"] = {{service, std::move(kept)}};
  return trial;
}

}  // namespace taut::probe
