#include "ablate/runner.h"

#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <thread>

#include "ablate/plan.h"
#include "base/interrupt.h"
#include "docker/api.h"
#include "probe/controls_found.h"

namespace taut::ablate {
namespace {

std::string hashed(std::string_view text) {
  unsigned char hash[16];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     nullptr, 0);
  char hex[2 * sizeof hash + 1];
  sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
  return hex;
}

/// As most people run it: an ordinary image, root, and not one flag. Its mounts stay, as people mount them.
void to_defaults(json::object& body, const std::string& image) {
  json::value mounts = body["HostConfig"].at("Mounts");
  for (json::value& mount : mounts.as_array()) {
    if (mount.at("Target") != probe::agent_folder) mount.as_object()["ReadOnly"] = false;
  }
  body["HostConfig"] = {{"Mounts", mounts}, {"NetworkMode", "bridge"}, {"LogConfig", {{"Type", "none"}}}};
  body.erase("NetworkingConfig");
  body["User"] = "0:0";
  body["Image"] = image;
}

json::object planned_body(const probe::Subject& subject, const probe::Kit& kit) {
  probe::CloneOptions options;
  options.command = {"agent"};
  options.agent_volume = kit.agent_volume;
  options.stand_in_folder = kit.stand_in_folder;
  return probe::plan_clone(subject.inspect, kit.stand_ins, options).body;
}

/// Compose hands maps over in any order.
void sort_list(json::object& object, std::string_view name) {
  auto* list = object.if_contains(name);
  if (!list || !list->is_array()) return;
  std::ranges::sort(list->get_array(), {}, [](const json::value& one) { return json::serialize(one); });
}

void replace_all(std::string& text, const std::string& name, std::string_view by) {
  for (auto at = name.empty() ? std::string::npos : text.find(name); at != std::string::npos;
       at = text.find(name, at + by.size()))
    text.replace(at, name.size(), by);
}

}  // namespace

Runner::Runner(docker::Engine& engine, probe::Resources& resources, const probe::Subject& subject,
               const probe::Kit& kit, Surroundings surroundings, Cache& cache, RunnerOptions options)
    : engine_(engine),
      resources_(resources),
      subject_(subject),
      kit_(kit),
      surroundings_(std::move(surroundings)),
      cache_(cache),
      options_(std::move(options)) {}

/// What the outcome depends on, without the names that differ from run to run.
std::string Runner::key_of(const Trial& trial, const std::vector<const drills::Drill*>& drills) const {
  json::object body = planned_body(subject_, kit_);
  change(body, trial);
  body.erase("Labels");
  sort_list(body, "Env");
  sort_list(body["HostConfig"].as_object(), "Ulimits");
  std::string text = json::serialize(body);
  replace_all(text, options_.drill_image, "drill image for " + options_.user);
  replace_all(text, kit_.agent_volume, "agent");
  replace_all(text, kit_.stand_in_folder, "data");
  replace_all(text, resources_.owner().run, "run");
  for (const probe::StandIn& stand_in : kit_.stand_ins)
    text += stand_in.target + (stand_in.file ? "f" + std::to_string(stand_in.mode) : "d");
  for (const drills::Drill* drill : drills) text += " " + std::string(drill->id);
  const probe::AgentOptions agent = agent_for(trial);
  text += agent.workload_sandbox ? " sandbox" : "";
  text += agent.peer.empty() ? "" : " peer";
  static const std::string program = hashed(probe::agent_program());
  return describe(trial) + " " + hashed(text + options_.user + options_.machine + program);
}

void Runner::change(json::object& body, const Trial& trial) const {
  const bool comparison = trial.grant == Grant::docker_defaults || trial.grant == Grant::privileged ||
                          trial.grant == Grant::own_sandbox;
  if (comparison) {
    to_defaults(body, options_.drill_image);
    if (trial.grant == Grant::privileged) make_privileged(body, surroundings_);
    return;
  }
  if (trial.grant == Grant::drill_image) {
    body["Image"] = options_.drill_image;
    body["User"] = options_.user;  // a name means something in the container's own image only
  }
  for (const std::string& control : trial.removed) {
    if (const Handle* handle = find_handle(control)) handle->remove(body, surroundings_);
  }
  if (trial.grant == Grant::all_capabilities) grant_all_capabilities(body, surroundings_);
}

probe::AgentOptions Runner::agent_for(const Trial& trial) const {
  probe::AgentOptions agent;
  const bool on_bridge = !counts_for_controls(trial.grant) || trial.removed.contains("isolated-network");
  agent.gateway = subject_.gateway;
  agent.peer = on_bridge ? options_.bridge_peer : options_.peer;
  agent.workload_sandbox = trial.grant == Grant::own_sandbox;
  if (agent.workload_sandbox) agent.left_out.assign(trial.removed.begin(), trial.removed.end());
  return agent;
}

Result<TrialResult> Runner::run_one(const Trial& trial, std::vector<const drills::Drill*> drills) {
  if (!concerns_network(trial))
    std::erase_if(drills, [](const drills::Drill* drill) { return drill->traits.waits; });
  const std::string key = key_of(trial, drills);
  if (auto known = cache_.find(key)) {
    known->trial = trial;
    return *known;
  }
  probe::SessionOptions session{
      .drills = drills, .agent = agent_for(trial), .original_command = subject_.command, .user = ""};
  session.change = [&](json::object& body) { change(body, trial); };
  TrialResult result{trial, {}, ""};
  auto ran = probe::run_session(engine_, resources_, subject_.inspect, kit_, session);
  if (interrupted()) return failure("interrupted", EINTR);
  if (!ran) {
    result.trouble = ran.error().message();
    return result;  // not kept: it may have been the engine's trouble, not the configuration's
  }
  result.readings = std::move(ran->readings);
  cache_.keep(key, result);
  return result;
}

Result<std::vector<TrialResult>> Runner::run(const std::vector<Trial>& trials,
                                             const std::vector<const drills::Drill*>& drills) {
  std::vector<TrialResult> results(trials.size());
  std::atomic<std::size_t> next = 0;
  std::size_t done = 0;
  std::mutex mutex;  // of what follows
  std::optional<Error> failed;
  const auto work = [&] {
    for (std::size_t at = next++; at < trials.size(); at = next++) {
      auto result = run_one(trials[at], drills);
      const std::scoped_lock lock(mutex);
      if (!result) failed = result.error();
      if (failed) return;
      results[at] = std::move(*result);
      if (options_.progress) options_.progress(++done, trials.size());
    }
  };
  {
    std::vector<std::jthread> workers;
    for (int worker = 0; worker < options_.parallel; ++worker) workers.emplace_back(work);
  }
  if (failed) return tl::unexpected(*failed);
  return results;
}

std::vector<std::string> removable_controls(const probe::Subject& subject, const probe::Kit& kit,
                                            const Surroundings& surroundings) {
  const json::object body = planned_body(subject, kit);
  const auto found = probe::find_controls(subject.inspect);
  std::vector<std::string> controls;
  for (const Handle& handle : handle_table()) {
    const auto entry = std::ranges::find(found, handle.control,
                                         [](const probe::ControlFound& one) { return one.control->id; });
    const bool is_on = entry != found.end() && (entry->presence == probe::Presence::set ||
                                                entry->presence == probe::Presence::partly);
    if (!is_on) continue;
    json::object changed = body;
    handle.remove(changed, surroundings);
    if (changed != body) controls.emplace_back(handle.control);
  }
  return controls;
}

}  // namespace taut::ablate
