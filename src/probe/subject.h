// What is probed: a container as the engine describes it, running, or made from a Compose service or an
// image's name and never started.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "docker/engine.h"
#include "probe/clone_plan.h"
#include "probe/resources.h"

namespace taut::probe {

struct Subject {
  std::string name;     // for the report: "container web", "service todo of compose.yaml"
  json::value inspect;  // GET /containers/ID/json
  std::vector<StandIn> stand_ins;
  std::vector<std::string> command;  // of its program, as far as it is known
  std::string gateway;  // the host's address on the container's first network, "" when there is none
  bool internal_network = false;
};

Result<Subject> subject_of_container(docker::Engine& engine, const std::string& name);

/// `flags` go unchanged to `docker create`; those that a probe needs for itself are refused (usage error,
/// EINVAL).
Result<Subject> subject_of_image(docker::Engine& engine, Resources& resources,
                                 const std::string& engine_address, const std::string& image,
                                 const std::vector<std::string>& flags);

struct ComposeOptions {
  std::vector<std::string> files;  // empty: as docker compose finds them
  std::string service;
};
/// Lets `docker compose config` do the resolving, gives everything a name of this run, and lets `docker
/// compose create` make the container. The user's project is not touched, nor started.
Result<Subject> subject_of_compose(docker::Engine& engine, Resources& resources,
                                   const std::string& engine_address, const ComposeOptions& options);

}  // namespace taut::probe
