// Runs drills one after the other and tells what came of each, as lines of JSON: the whole of the agent's
// work. Each attempt has a child process with a time limit. Where the container's seccomp profile lets no
// process be started, attempts run in the agent itself: a line before each says which one it is, so that
// whoever reads can tell which one it died of, and go on with the next in a new agent.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "drills/drill.h"
#include "drills/facts.h"

namespace taut::drills {

struct BatteryOptions {
  Setting setting;
  bool workload_sandbox = false;  // each attempt is made under todo's own sandbox (src/linux/sandbox.h)
  int seconds = 10;               // for one attempt
};

struct Observation {
  const Drill* drill = nullptr;
  Attempt attempt;
  int signal = 0;  // that ended the attempt's process, 0 none
};

/// Called with each line as soon as it is known.
using Sink = std::function<void(const std::string& line)>;

/// Runs `drills`: first, beside everything else, those that wait for the network; last those that exhaust
/// something. Returns false when the process was spent by an attempt that changed it, with drills left to
/// run.
bool run_battery(std::span<const Drill* const> drills, const BatteryOptions& options, const Facts& facts,
                 const Sink& sink);

/// Why a drill is not run here, or "".
std::string reason_to_skip(const Drill& drill, const BatteryOptions& options);
/// What an attempt's end means: the result that its process wrote (or nothing), its exit code and its signal.
Observation observe(const Drill& drill, const Attempt* written, int exit_code, int signal,
                    const Facts& facts);

/// The lines, without line break.
std::string facts_line(const Facts& facts);
std::string begin_line(const Drill& drill);
std::string observation_line(const Observation& observation);

}  // namespace taut::drills
