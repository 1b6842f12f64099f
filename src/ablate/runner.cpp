#include "ablate/runner.h"

#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <thread>

#include "ablate/plan.h"
#include "base/interrupt.h"
#include "docker/api.h"

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

void grant_all_capabilities(json::object& body) {
  auto& host = body["HostConfig"].as_object();
  host["CapAdd"] = {"ALL"};
  host.erase("CapDrop");
}

json::object planned_body(const probe::Subject& subject, const probe::Kit& kit) {
  probe::CloneOptions options;
  options.command = {"agent"};
  options.agent_volume = kit.agent_volume;
  options.stand_in_folder = kit.stand_in_folder;
  return probe::plan_clone(subject.inspect, kit.stand_ins, options).body;
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

/// What the outcome depends on: the configuration (without the names that differ from run to run), the
/// drills, the agent.
std::string Runner::key_of(const Trial& trial) const {
  json::object body = planned_body(subject_, kit_);
  body.erase("Labels");
  auto& host = body["HostConfig"].as_object();
  host.erase("Mounts");
  if (docker::text_at(subject_.inspect, "HostConfig.NetworkMode").starts_with("taut-")) {
    host.erase("NetworkMode");
    body.erase("NetworkingConfig");
  }
  std::string text = json::serialize(body);
  for (const probe::StandIn& stand_in : kit_.stand_ins)
    text += stand_in.target + (stand_in.file ? "f" : "d") + (stand_in.read_only ? "r" : "w");
  for (const drills::Drill* drill : options_.drills) text += std::string(drill->id) + " ";
  text += options_.workload_sandbox ? "sandbox" : "";
  static const std::string agent = hashed(probe::agent_program());
  return describe(trial) + " " + hashed(text + agent);
}

Result<TrialResult> Runner::run_one(const Trial& trial) {
  const std::string key = key_of(trial);
  if (auto known = cache_.find(key)) {
    known->trial = trial;
    return *known;
  }
  std::vector<const drills::Drill*> drills = options_.drills;
  if (!concerns_network(trial))
    std::erase_if(drills, [](const drills::Drill* drill) { return drill->traits.waits; });
  probe::SessionOptions session{
      .drills = drills, .agent = {}, .original_command = subject_.command, .user = ""};
  session.agent.workload_sandbox = options_.workload_sandbox;
  session.agent.gateway = subject_.gateway;
  session.change = [&](json::object& body) {
    if (trial.grant == Grant::all_capabilities) grant_all_capabilities(body);
    if (trial.grant == Grant::drill_image && !options_.drill_image.empty())
      body["Image"] = options_.drill_image;
    for (const std::string& control : trial.removed) {
      if (const Handle* handle = find_handle(control)) handle->remove(body, surroundings_);
    }
  };
  TrialResult result{trial, {}, ""};
  auto ran = probe::run_session(engine_, resources_, subject_.inspect, kit_, session);
  if (ran) {
    result.readings = std::move(ran->readings);
  } else if (interrupted()) {
    return propagate(ran);
  } else {
    result.trouble = ran.error().message();
  }
  cache_.keep(key, result);
  return result;
}

Result<std::vector<TrialResult>> Runner::run(const std::vector<Trial>& trials) {
  std::vector<TrialResult> results(trials.size());
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> done = 0;
  std::mutex mutex;
  std::optional<Error> failed;
  const auto work = [&] {
    for (std::size_t at = next++; at < trials.size(); at = next++) {
      auto result = run_one(trials[at]);
      const std::scoped_lock lock(mutex);
      if (!result || interrupted()) {
        failed = result ? Error{"interrupted", EINTR} : result.error();
        return;
      }
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
  std::vector<std::string> controls;
  for (const Handle& handle : handle_table()) {
    if (handle.is_on(body, surroundings)) controls.emplace_back(handle.control);
  }
  return controls;
}

}  // namespace taut::ablate
