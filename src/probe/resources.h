// What a run makes in an engine, and takes away again: containers, volumes and networks, each with the
// owner's labels.
#pragma once

#include <boost/json.hpp>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "docker/engine.h"
#include "probe/owner.h"

namespace taut::probe {

/// For several threads at once. Removes at its end whatever was made through it, in the order that the engine
/// needs. Everything carries our labels from its creation on, so what a killed run leaves is found by
/// remove_left_over().
class Resources {
 public:
  Resources(docker::Engine& engine, Owner owner) : engine_(engine), owner_(std::move(owner)) {}
  Resources(const Resources&) = delete;
  Resources& operator=(const Resources&) = delete;
  ~Resources();

  const Owner& owner() const { return owner_; }

  /// A new volume; its name.
  Result<std::string> make_volume();
  /// POST /containers/create with the body, which gets our labels; the container's id.
  Result<std::string> make_container(boost::json::object body);
  /// Imports a root file system, a tar archive, as an image; its name.
  Result<std::string> make_image(std::string archive);
  /// A container that somebody else (docker create, docker compose) made for us, with our labels.
  void adopt_container(const std::string& id);
  /// docker compose is about to make networks with our labels.
  void expect_networks() { networks_expected_ = true; }
  Result<void> remove_container(const std::string& id);

 private:
  std::string new_name();

  docker::Engine& engine_;
  Owner owner_;
  std::mutex mutex_;  // of what follows
  std::vector<std::string> containers_;
  std::vector<std::string> volumes_;
  std::vector<std::string> images_;
  bool networks_expected_ = false;
  int made_ = 0;
};

struct LeftOver {
  int containers = 0;
  int volumes = 0;
  int networks = 0;
  int images = 0;
  int total() const { return containers + volumes + networks + images; }
};

/// Removes what runs that are no more have left. `everything`: also what other runs, alive or not to be seen,
/// still use.
Result<LeftOver> remove_left_over(docker::Engine& engine, bool everything);

}  // namespace taut::probe
