// Runs trials, several at a time, and keeps every result, so that a run that was interrupted goes on where it
// was.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "ablate/handles.h"
#include "ablate/trial.h"
#include "probe/session.h"
#include "probe/subject.h"

namespace taut::ablate {

/// Results by configuration, in one file: a line of JSON a result. What they depend on, the configuration,
/// the agent and the machine, is part of the key, so a cache is never stale, only useless.
class Cache {
 public:
  /// `path` "" keeps nothing. A file that cannot be read is a cache without results.
  explicit Cache(std::string path);

  std::optional<TrialResult> find(const std::string& key) const;
  void keep(const std::string& key, const TrialResult& result);

 private:
  std::string path_;
  std::map<std::string, TrialResult> results_;
  mutable std::mutex mutex_;
};

/// What a trial is measured with, beside the subject.
struct RunnerOptions {
  std::vector<const drills::Drill*> drills;
  int parallel = 3;
  std::string drill_image;  // its name in the engine
  std::string user;         // of the subject, in numbers: the drill image has things of its own
  std::string machine;      // kernel, engine and runtime, in words: what else an outcome depends on
  std::string peer;         // a neighbour on the subject's own network, "" none; see probe/peer.h
  std::string bridge_peer;  // one on the engine's default network
  std::function<void(std::size_t done, std::size_t all)> progress = {};
};

class Runner {
 public:
  Runner(docker::Engine& engine, probe::Resources& resources, const probe::Subject& subject,
         const probe::Kit& kit, Surroundings surroundings, Cache& cache, RunnerOptions options);

  /// One result for each trial, in their order. Errors: interrupted, or the engine is gone; a configuration
  /// that does not start is a result with its trouble. `drills`: those of the options, or fewer.
  Result<std::vector<TrialResult>> run(const std::vector<Trial>& trials,
                                       const std::vector<const drills::Drill*>& drills);

 private:
  Result<TrialResult> run_one(const Trial& trial, std::vector<const drills::Drill*> drills);
  void change(json::object& body, const Trial& trial) const;
  probe::AgentOptions agent_for(const Trial& trial) const;
  std::string key_of(const Trial& trial, const std::vector<const drills::Drill*>& drills) const;

  docker::Engine& engine_;
  probe::Resources& resources_;
  const probe::Subject& subject_;
  const probe::Kit& kit_;
  Surroundings surroundings_;
  Cache& cache_;
  RunnerOptions options_;
};

/// The controls that are on in the subject, wholly or in part, and that a handle can take away.
std::vector<std::string> removable_controls(const probe::Subject& subject, const probe::Kit& kit,
                                            const Surroundings& surroundings);

}  // namespace taut::ablate
