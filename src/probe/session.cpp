#include "probe/session.h"

#include <algorithm>
#include <cerrno>

#include "base/interrupt.h"
#include "docker/api.h"
#include "drills/battery.h"

namespace taut::probe {
namespace {

using docker::request;
using docker::text_at;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds patience_for_one{15};  // the agent's own limit is 10

std::vector<std::string> command_of(const AgentOptions& agent) {
  std::vector<std::string> command{std::string(agent_folder) + "/agent", "--clone"};
  if (agent.egress) command.emplace_back("--egress");
  if (agent.workload_sandbox) command.emplace_back("--sandbox");
  for (const std::string& part : agent.left_out) command.insert(command.end(), {"--without", part});
  if (!agent.gateway.empty()) command.insert(command.end(), {"--gateway", agent.gateway});
  if (!agent.peer.empty()) command.insert(command.end(), {"--peer", agent.peer});
  return command;
}

class Session {
 public:
  Session(docker::Engine& engine, std::string container, const SessionOptions& options)
      : engine_(engine),
        container_(std::move(container)),
        left_(options.drills.begin(), options.drills.end()),
        progress_(options.progress) {}

  Result<SessionResult> run() {
    do {
      auto went = run_once();
      if (!went) return propagate(went);
    } while (!left_.empty());
    return std::move(result_);
  }

 private:
  /// One start of the agent: as far as it comes.
  Result<void> run_once() {
    begun_ = nullptr;
    const std::size_t before = left_.size();
    auto stream = engine_.attach(container_);
    if (!stream) return propagate(stream);
    const auto started = request(engine_, "POST", "/containers/" + container_ + "/start", "start the clone");
    if (!started) return tl::unexpected(started.error());
    ++result_.starts;
    std::string ids;
    for (const drills::Drill* drill : left_) ids += (ids.empty() ? "" : " ") + std::string(drill->id);
    // An agent that could not start at all shows below, by its exit code.
    (void)(*stream)->write(ids + "\n");
    auto read = read_lines(**stream);
    if (!read) return read;
    auto closed = close_the_books();
    if (!closed) return closed;
    if (left_.size() == before) return failure("the agent was started and tried nothing");
    return {};
  }

  Result<void> read_lines(docker::Stream& stream) {
    for (;;) {
      if (interrupted()) return failure("interrupted", EINTR);
      const auto line = stream.read_line(Clock::now() + patience_for_one);
      if (line) {
        if (const auto parsed = parse_agent_line(*line)) take(*parsed);
        continue;
      }
      if (line.error().error_code == EPIPE) return {};
      if (line.error().error_code != ETIMEDOUT) return tl::unexpected(line.error());
      // An attempt without a child of its own hangs: end it from here; the wait below sees SIGKILL.
      hangs_ = true;
      const auto killed =
          request(engine_, "POST", "/containers/" + container_ + "/kill", "end an attempt that hangs");
      if (!killed) return tl::unexpected(killed.error());
    }
  }

  void take(const AgentLine& line) {
    if (const auto* facts = std::get_if<PlaceFacts>(&line)) {
      if (result_.starts == 1) result_.facts = *facts;
    } else if (const auto* begun = std::get_if<Begun>(&line)) {
      begun_ = begun->drill;
    } else if (const auto* reading = std::get_if<Reading>(&line)) {
      settle(*reading);
    }
  }

  void settle(const Reading& reading) {
    if (std::erase(left_, reading.drill) == 0) return;  // one reading a drill, whatever a container prints
    if (begun_ == reading.drill) begun_ = nullptr;
    result_.readings.push_back(reading);
    progress_(result_.readings.size());
  }

  /// The agent has ended; when that was in the middle of an attempt, its end is the attempt's.
  Result<void> close_the_books() {
    const auto waited = request(engine_, "POST", "/containers/" + container_ + "/wait", "wait for the clone");
    if (!waited) return tl::unexpected(waited.error());
    const json::value* status = docker::find(*waited, "StatusCode");
    const int code = status && status->is_int64() ? static_cast<int>(status->get_int64()) : 0;
    if (!begun_) {
      if (code == 0) return {};
      return failure("the agent ended with exit code " + std::to_string(code) +
                     " before its first attempt; can the image run a " +
                     "static program of this architecture?");
    }
    const bool by_signal = code > 128 && code < 128 + 65;
    if (hangs_) {
      hangs_ = false;
      settle({begun_, drills::broken("did not end in time"), 9});
      return {};
    }
    drills::Facts facts;
    facts.kernel = result_.facts.kernel;
    const auto seen =
        drills::observe(*begun_, nullptr, by_signal ? 0 : code, by_signal ? code - 128 : 0, facts);
    settle({begun_, seen.attempt, seen.signal});
    return {};
  }

  docker::Engine& engine_;
  std::string container_;
  std::vector<const drills::Drill*> left_;
  std::function<void(std::size_t)> progress_;
  const drills::Drill* begun_ = nullptr;
  bool hangs_ = false;
  SessionResult result_;
};

/// In the order of the catalogue, as those that wait for the network come in whenever they end.
void sort_as(std::span<const drills::Drill* const> order, std::vector<Reading>& readings) {
  const auto place = [&](const Reading& reading) {
    return std::ranges::find(order, reading.drill) - order.begin();
  };
  std::ranges::sort(readings, {}, place);
}

}  // namespace

Result<SessionResult> run_session(docker::Engine& engine, Resources& resources, const json::value& inspect,
                                  const Kit& kit, const SessionOptions& options) {
  CloneOptions clone;
  clone.command = command_of(options.agent);
  clone.original_command = options.original_command;
  clone.user = options.user;
  clone.seccomp = options.seccomp;
  clone.agent_volume = kit.agent_volume;
  clone.stand_in_folder = kit.stand_in_folder;
  ClonePlan plan = plan_clone(inspect, kit.stand_ins, clone);
  if (options.change) options.change(plan.body);
  constexpr const char* mode = "HostConfig.NetworkMode";
  auto container = resources.make_container(plan.body);
  if (!container) return propagate(container);
  // Where the change has moved it to another network, those of the original are out of place.
  if (text_at(plan.body, mode) != text_at(inspect, mode)) plan.networks.clear();
  for (const std::string& network : plan.networks) {
    const auto joined = request(engine, "POST", "/networks/" + docker::percent_encoded(network) + "/connect",
                                "join the network " + network, json::object{{"Container", *container}});
    if (!joined) return tl::unexpected(joined.error());
  }
  auto result = Session(engine, *container, options).run();
  if (!result) return result;
  sort_as(options.drills, result->readings);
  result->notes = plan.notes;
  if (auto removed = resources.remove_container(*container); !removed) return propagate(removed);
  return result;
}

}  // namespace taut::probe
