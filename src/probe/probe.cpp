#include "probe/probe.h"

#include <algorithm>
#include <chrono>
#include <future>

#include "base/file.h"
#include "docker/api.h"
#include "drills/battery.h"
#include "probe/attribution.h"
#include "probe/peer.h"

namespace taut::probe {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

std::string user_of(const PlaceFacts& facts) {
  return "uid " + std::to_string(facts.uid) + ", gid " + std::to_string(facts.gid);
}

bool wants(const json::value& info, std::string_view path) {
  const json::value* found = docker::find(info, path);
  return found && found->is_bool() && found->get_bool();
}

bool has_limit(const json::value& inspect) {
  for (const char* path :
       {"HostConfig.Memory", "HostConfig.NanoCpus", "HostConfig.PidsLimit", "HostConfig.CpuQuota"}) {
    const json::value* value = docker::find(inspect, path);
    if (value && value->is_int64() && value->get_int64() > 0) return true;
  }
  return false;
}

/// What makes a good result worth less than it looks.
std::vector<std::string> reasons_against(docker::Engine& engine, const Subject& subject,
                                         const PlaceFacts& facts, const std::vector<Reading>& readings) {
  std::vector<std::string> reasons;
  const auto info = docker::request(engine, "GET", "/info", "ask the engine about itself");
  if (info && has_limit(subject.inspect)) {
    const bool enforced = docker::text_at(*info, "CgroupDriver") != "none" && wants(*info, "MemoryLimit") &&
                          wants(*info, "PidsLimit");
    if (!enforced)
      reasons.emplace_back(
          "the engine does not enforce the limits on memory, processes and processor time (rootless on "
          "cgroup v1)");
  }
  if (facts.gvisor)
    reasons.emplace_back(
        "the runtime is gVisor: it ignores the seccomp profile, and what an attempt reaches is not the "
        "host's kernel");
  for (const Reading& reading : readings) {
    if (subject.internal_network && reading.drill->id == "net_gateway" &&
        reading.attempt.outcome == Outcome::succeeded) {
      reasons.emplace_back("the network is called internal, and still reaches the host's addresses");
    }
  }
  return reasons;
}

}  // namespace

Result<ProbeResult> probe_subject(docker::Engine& engine, Resources& resources, const Subject& subject,
                                  const ProbeOptions& options) {
  const auto begun = Clock::now();
  const std::string user = options.as_root ? "0" : "";
  const std::string whom = subject.name + (options.as_root ? " as root" : "");
  options.progress(whom + ": putting the agent into a volume");
  const Result<UserIds> owner = options.as_root ? UserIds{} : user_ids_of(engine, subject.inspect);
  if (!owner) return tl::unexpected(owner.error());
  auto kit =
      make_kit(engine, resources, docker::text_at(subject.inspect, "Image"), subject.stand_ins, *owner);
  if (!kit) return propagate(kit);

  std::vector<std::string> notes;
  SessionOptions session{
      .drills = options.drills, .agent = {}, .original_command = subject.command, .user = user};
  session.agent = {.egress = options.egress,
                   .workload_sandbox = options.workload_sandbox,
                   .left_out = {},
                   .gateway = subject.gateway,
                   .peer = ""};
  if (wants_peer(options.drills) && has_own_network(subject.inspect)) {
    auto peer =
        start_peer(engine, resources, subject.inspect, docker::text_at(subject.inspect, network_mode), *kit);
    // Without it one drill is skipped; everything else can be tried all the same.
    if (peer)
      session.agent.peer = *peer;
    else
      notes.push_back("no second container beside the clone: " + peer.error().message());
  }
  const auto run = [&](Seccomp seccomp) {
    SessionOptions changed = session;
    changed.seccomp = seccomp;
    if (seccomp == Seccomp::as_is) {
      changed.progress = [&](std::size_t done) {
        options.progress(whom + ": " + std::to_string(done) + " of " + std::to_string(options.drills.size()) +
                         " drills");
      };
    }
    return run_session(engine, resources, subject.inspect, *kit, changed);
  };
  const bool can_be_marked = !marked_profile(subject.inspect).empty();

  const auto batteries = Clock::now();
  auto off = std::async(std::launch::async, run, Seccomp::off);
  auto marked = std::async(can_be_marked ? std::launch::async : std::launch::deferred, run, Seccomp::marked);
  auto first = run(Seccomp::as_is);
  Twins twins{.off = {}, .marked = {}, .own_filter = options.workload_sandbox};
  // Without the other clones the layers stay unknown; the outcomes are the same.
  const auto take = [&](std::vector<Reading>& readings, Result<SessionResult> twin, const char* what) {
    if (twin)
      readings = std::move(twin->readings);
    else
      notes.push_back(std::string("no clone ") + what + " to tell layers apart: " + twin.error().message());
  };
  take(twins.off, off.get(), "without seccomp");
  if (can_be_marked) take(twins.marked, marked.get(), "with a marked profile");
  if (!first) return propagate(first);

  ProbeResult result;
  result.battery_seconds = seconds_since(batteries);
  result.subject = subject.name;
  result.facts = first->facts;
  result.user = user_of(first->facts);
  result.readings = std::move(first->readings);
  result.notes = std::move(first->notes);
  result.notes.insert(result.notes.end(), notes.begin(), notes.end());
  attribute(result.readings, twins, result.facts);
  result.as_root = options.as_root;
  result.controls = find_controls(subject.inspect, result.facts);
  result.uncertified = reasons_against(engine, subject, result.facts, result.readings);
  result.seconds = seconds_since(begun);
  return result;
}

ProbeResult probe_in_place(const std::string& name, const ProbeOptions& options) {
  const auto begun = Clock::now();
  ProbeResult result;
  result.subject = name;
  const drills::Facts facts = drills::read_facts();
  drills::BatteryOptions battery;
  battery.setting.egress = options.egress;
  battery.setting.scratch = facts.scratch;
  battery.workload_sandbox = options.workload_sandbox;
  const auto take = [&](const std::string& line) {
    const auto parsed = parse_agent_line(line);
    if (const auto* reading = parsed ? std::get_if<Reading>(&*parsed) : nullptr) {
      result.readings.push_back(*reading);
      options.progress(std::to_string(result.readings.size()) + " of " +
                       std::to_string(options.drills.size()) + " drills");
    }
  };
  if (!drills::run_battery(options.drills, battery, facts, take)) {
    // No second process can be had here, and this one is no longer what it was.
    for (const drills::Drill* drill : options.drills) {
      const bool tried = std::ranges::count(result.readings, drill, &Reading::drill) > 0;
      if (!tried)
        result.readings.push_back({drill,
                                   drills::skipped("an attempt before it has changed this process, and no "
                                                   "other can be started; probe the container from outside"),
                                   0});
    }
  }
  if (const auto parsed = parse_agent_line(drills::facts_line(facts)))
    result.facts = std::get<PlaceFacts>(*parsed);
  result.user = user_of(result.facts);
  attribute(result.readings, {}, result.facts);
  result.controls = find_controls(nullptr, result.facts);
  result.uncertified.emplace_back(
      "tried in place: layers that need a second container to be told apart are unknown");
  result.seconds = result.battery_seconds = seconds_since(begun);
  return result;
}

}  // namespace taut::probe
