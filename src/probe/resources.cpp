#include "probe/resources.h"

#include <cerrno>
#include <functional>

#include "docker/api.h"

namespace taut::probe {
namespace {

namespace json = boost::json;
using docker::request;
using docker::text_at;

Result<void> remove(docker::Engine& engine, const std::string& path) {
  const auto removed = request(engine, "DELETE", path, "remove what this run has made");
  if (!removed && removed.error().error_code != ENOENT) return tl::unexpected(removed.error());
  return {};
}

/// Where the engine is removing it already, for another run or for one that was killed meanwhile, waits until
/// it has: only then what the container uses can be removed.
Result<void> remove_container_of(docker::Engine& engine, const std::string& id) {
  auto removed = remove(engine, "/containers/" + id + "?force=1&v=1");
  if (removed || removed.error().error_code != EBUSY) return removed;
  const auto waited = request(engine, "POST", "/containers/" + id + "/wait?condition=removed",
                              "wait until a container is removed");
  if (!waited && waited.error().error_code != ENOENT) return tl::unexpected(waited.error());
  return {};
}

Result<void> remove_volume(docker::Engine& engine, const std::string& name) {
  return remove(engine, "/volumes/" + name + "?force=1");
}

Result<void> remove_network(docker::Engine& engine, const std::string& id) {
  return remove(engine, "/networks/" + id);
}

Result<void> remove_image(docker::Engine& engine, const std::string& name) {
  return remove(engine, "/images/" + name + "?force=1");
}

/// One kind of object: how it is listed, and how each is removed.
struct Kind {
  const char* list;
  const char* list_member;  // "" where the answer is the list itself
  const char* name;
  Result<void> (*remove)(docker::Engine& engine, const std::string& name);
};

constexpr Kind container_kind{"/containers/json?all=1&filters=", "", "Id", remove_container_of};
constexpr Kind volume_kind{"/volumes?filters=", "Volumes", "Name", remove_volume};
constexpr Kind image_kind{"/images/json?filters=", "", "Id", remove_image};
constexpr Kind network_kind{"/networks?filters=", "", "Id", remove_network};

/// Which objects are meant, by their labels.
using Choice = std::function<bool(const Owner& owner)>;

Result<int> remove_all(docker::Engine& engine, const Kind& kind, const Choice& chosen) {
  const std::string filter = docker::percent_encoded(R"({"label":[")" + std::string(run_label) + R"("]})");
  const auto answer = request(engine, "GET", kind.list + filter, "look for what earlier runs have left");
  if (!answer) return tl::unexpected(answer.error());
  const json::value* list = *kind.list_member ? docker::find(*answer, kind.list_member) : &*answer;
  int removed = 0;
  if (!list || !list->is_array()) return removed;
  for (const json::value& object : list->get_array()) {
    const json::value* labels = docker::find(object, "Labels");
    // The engine was asked for ours only; one that did not understand the filter lists everybody's.
    const Owner owner = labels ? owner_of(*labels) : Owner{};
    if (owner.run.empty() || !chosen(owner)) continue;
    if (auto gone = kind.remove(engine, text_at(object, kind.name)); !gone) return propagate(gone);
    ++removed;
  }
  return removed;
}

}  // namespace

Resources::~Resources() {
  // Nobody is left to tell: what could not be removed carries our labels, and the next run tries again.
  for (const std::string& id : containers_) (void)remove_container_of(engine_, id);
  for (const std::string& name : volumes_) (void)remove_volume(engine_, name);
  for (const std::string& name : images_) (void)remove_image(engine_, name);
  if (networks_expected_)
    (void)remove_all(engine_, network_kind, [&](const Owner& owner) { return owner.run == owner_.run; });
}

std::string Resources::new_name() {
  const std::scoped_lock lock(mutex_);
  return "taut-" + owner_.run + "-" + std::to_string(++made_);
}

void Resources::adopt_container(const std::string& id) {
  const std::scoped_lock lock(mutex_);
  containers_.push_back(id);
}

Result<std::string> Resources::make_volume() {
  const std::string name = new_name();
  const auto made = request(engine_, "POST", "/volumes/create", "make a volume for the agent",
                            json::object{{"Name", name}, {"Labels", labels_of(owner_)}});
  if (!made) return tl::unexpected(made.error());
  const std::scoped_lock lock(mutex_);
  volumes_.push_back(name);
  return name;
}

Result<std::string> Resources::make_container(json::object body) {
  body["Labels"] = labels_of(owner_);
  const std::string name = new_name();
  const auto made = request(engine_, "POST", "/containers/create?name=" + name, "create a container", body);
  if (!made) return tl::unexpected(made.error());
  const std::string id = text_at(*made, "Id");
  adopt_container(id);
  return id;
}

Result<std::string> Resources::make_image(std::string archive) {
  const std::string name = new_name();
  std::string path = "/images/create?fromSrc=-&repo=taut-drill&tag=" + name;
  for (const auto& [label, value] : labels_of(owner_)) {
    path += "&changes=" + docker::percent_encoded("LABEL " + std::string(label) + "=\"" +
                                                  std::string(value.get_string()) + "\"");
  }
  const auto reply = engine_.call({"POST", path, std::move(archive), "application/x-tar"});
  if (!reply) return tl::unexpected(reply.error());
  if (reply->status != 200)
    return failure("import an image: status " + std::to_string(reply->status) + " " + reply->body);
  const std::scoped_lock lock(mutex_);
  images_.push_back("taut-drill:" + name);
  return images_.back();
}

Result<void> Resources::remove_container(const std::string& id) {
  auto removed = remove_container_of(engine_, id);
  const std::scoped_lock lock(mutex_);
  if (removed) std::erase(containers_, id);
  return removed;
}

Result<LeftOver> remove_left_over(docker::Engine& engine, bool everything) {
  const Choice chosen = [&](const Owner& owner) { return everything || life_of(owner) == Life::gone; };
  const auto containers = remove_all(engine, container_kind, chosen);
  if (!containers) return tl::unexpected(containers.error());
  const auto volumes = remove_all(engine, volume_kind, chosen);
  if (!volumes) return tl::unexpected(volumes.error());
  const auto networks = remove_all(engine, network_kind, chosen);
  if (!networks) return tl::unexpected(networks.error());
  const auto images = remove_all(engine, image_kind, chosen);
  if (!images) return tl::unexpected(images.error());
  return LeftOver{*containers, *volumes, *networks, *images};
}

}  // namespace taut::probe
