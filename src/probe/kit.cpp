#include "docker/api.h"
#include "formats/tar.h"
#include "probe/session.h"

namespace taut::probe {
namespace {

using docker::request;

std::string archive_of_agent() {
  TarWriter writer;
  writer.add({.path = "agent", .mode = 0555, .content = agent_program()});
  return std::move(writer).finish();
}

std::string archive_of(const std::vector<StandIn>& stand_ins, UserIds ids) {
  TarWriter writer;
  for (std::size_t at = 0; at < stand_ins.size(); ++at) {
    TarEntry entry{.path = std::to_string(at), .uid = ids.user, .gid = ids.group};
    if (stand_ins[at].file) {
      entry.mode = stand_ins[at].mode;
      entry.content = "taut: in the place of a file\n";
    } else {
      entry.folder = true;
      entry.mode = 0700;
    }
    writer.add(entry);
  }
  return std::move(writer).finish();
}

Result<void> upload(docker::Engine& engine, const std::string& container, const std::string& folder,
                    std::string archive) {
  const auto reply = engine.call({"PUT", "/containers/" + container + "/archive?path=" + folder,
                                  std::move(archive), "application/x-tar"});
  if (!reply) return tl::unexpected(reply.error());
  if (reply->status != 200)
    return failure("put the agent into a volume: status " + std::to_string(reply->status) + " " +
                   reply->body);
  return {};
}

json::object volume_mount(const std::string& volume, const std::string& target) {
  return {{"Type", "volume"}, {"Source", volume}, {"Target", target}, {"VolumeOptions", {{"NoCopy", true}}}};
}

}  // namespace

Result<Kit> make_kit(docker::Engine& engine, Resources& resources, const std::string& image,
                     std::vector<StandIn> stand_ins, UserIds owner) {
  Kit kit{"", "", std::move(stand_ins)};
  auto agent_volume = resources.make_volume();
  if (!agent_volume) return propagate(agent_volume);
  kit.agent_volume = *agent_volume;
  json::array mounts{volume_mount(kit.agent_volume, "/taut-agent")};
  if (!kit.stand_ins.empty()) {
    auto data_volume = resources.make_volume();
    if (!data_volume) return propagate(data_volume);
    const auto described = request(engine, "GET", "/volumes/" + *data_volume, "look at a volume");
    if (!described) return tl::unexpected(described.error());
    kit.stand_in_folder = docker::text_at(*described, "Mountpoint");
    mounts.push_back(volume_mount(*data_volume, "/taut-data"));
  }
  auto helper = resources.make_container({{"Image", image},
                                          {"Entrypoint", {std::string(agent_folder) + "/agent"}},
                                          {"NetworkDisabled", true},
                                          {"HostConfig", {{"Mounts", mounts}, {"NetworkMode", "none"}}}});
  if (!helper) return propagate(helper);
  if (auto put = upload(engine, *helper, "/taut-agent", archive_of_agent()); !put) return propagate(put);
  if (!kit.stand_ins.empty()) {
    auto put = upload(engine, *helper, "/taut-data", archive_of(kit.stand_ins, owner));
    if (!put) return propagate(put);
  }
  if (auto removed = resources.remove_container(*helper); !removed) return propagate(removed);
  return kit;
}

}  // namespace taut::probe
