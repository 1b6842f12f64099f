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

/// Results by configuration, in one file: a line of JSON a result. What they depend on, the subject, the
/// agent and the kernel, is part of the key, so a cache is never stale, only useless.
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

struct RunnerOptions {
  std::vector<const drills::Drill*> drills;
  bool workload_sandbox = false;
  int parallel = 2;
  std::string drill_image;  // "" where there is none: then nothing is granted
  std::function<void(std::size_t done, std::size_t all)> progress = {};
};

class Runner {
 public:
  Runner(docker::Engine& engine, probe::Resources& resources, const probe::Subject& subject,
         const probe::Kit& kit, Surroundings surroundings, Cache& cache, RunnerOptions options);

  /// One result for each trial, in their order. Errors: interrupted, or the engine is gone; a configuration
  /// that does not start is a result with its trouble.
  Result<std::vector<TrialResult>> run(const std::vector<Trial>& trials);

 private:
  Result<TrialResult> run_one(const Trial& trial);
  std::string key_of(const Trial& trial) const;

  docker::Engine& engine_;
  probe::Resources& resources_;
  const probe::Subject& subject_;
  const probe::Kit& kit_;
  Surroundings surroundings_;
  Cache& cache_;
  RunnerOptions options_;
};

/// The controls that are on in the subject and that a handle can take away.
std::vector<std::string> removable_controls(const probe::Subject& subject, const probe::Kit& kit,
                                            const Surroundings& surroundings);

}  // namespace taut::ablate
