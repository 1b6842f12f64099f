// A whole probe: clones, batteries, attribution, and what keeps the result from being certified.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "docker/engine.h"
#include "probe/controls_found.h"
#include "probe/session.h"
#include "probe/subject.h"

namespace taut::probe {

struct ProbeOptions {
  std::vector<const drills::Drill*> drills;
  bool as_root = false;
  bool egress = false;
  bool workload_sandbox = false;
  std::function<void(const std::string&)> progress = [](const std::string&) {
  };  // what is being done, in words
};

struct ProbeResult {
  std::string subject;
  std::string user;      // whom the attacker has become: "uid 1000, gid 1000"
  bool as_root = false;  // became uid 0 whatever the container's user is
  PlaceFacts facts;
  std::vector<Reading> readings;         // attributed
  std::vector<ControlFound> controls;    // for advice
  std::vector<std::string> notes;        // how the clone differs from the container
  std::vector<std::string> uncertified;  // why the result is no certificate; empty: it is one
  double seconds = 0;                    // of the batteries in their containers, and of everything
  double battery_seconds = 0;
};

Result<ProbeResult> probe_subject(docker::Engine& engine, Resources& resources, const Subject& subject,
                                  const ProbeOptions& options);

/// In this process, without an engine: inside a container or pod, or on the host for comparison.
ProbeResult probe_in_place(const std::string& name, const ProbeOptions& options);

}  // namespace taut::probe
