#include "drills/battery.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "base/text.h"
#include "drills/child.h"
#include "drills/tiny_program.h"
#include "linux/sandbox.h"

namespace taut::drills {
namespace {

constexpr std::uint16_t workload_port = 8000;

/// The workload's own sandbox around the calling process; ends it when the sandbox cannot be closed.
void confine_as_workload(const Setting& setting) {
  const std::string folder = setting.scratch.empty() ? "/" : setting.scratch;
  const kernel::LeftOut left_out(setting.left_out.begin(), setting.left_out.end());
  auto report = kernel::confine_files_and_ports({folder, workload_port, left_out});
  if (!report) ::_exit(99);
  if (!left_out.contains("self-seccomp") && !kernel::confine_system_calls(*report)) ::_exit(99);
}

class Battery {
 public:
  Battery(const BatteryOptions& options, const Facts& facts, const Sink& sink)
      : options_(options), facts_(facts), sink_(sink) {}

  bool run(std::span<const Drill* const> drills) {
    if (!facts_.may_fork && options_.workload_sandbox) confine_as_workload(options_.setting);
    std::vector<std::pair<const Drill*, Child>> waiting;
    std::vector<const Drill*> last;
    for (const Drill* drill : drills) {
      if (const std::string reason = reason_to_skip(*drill, options_); !reason.empty()) {
        tell({drill, skipped(reason), 0});
      } else if (drill->traits.exhausts) {
        last.push_back(drill);
      } else if (drill->traits.waits && facts_.may_fork) {
        if (auto child = start(*drill)) waiting.emplace_back(drill, std::move(*child));
      } else if (!attempt(*drill)) {
        return false;
      }
    }
    for (auto& [drill, child] : waiting) tell(ended(*drill, child));
    return std::ranges::all_of(last, [&](const Drill* drill) { return attempt(*drill); });
  }

 private:
  std::optional<Child> start(const Drill& drill) {
    auto child = Child::start(drill, options_.setting, options_.seconds,
                              options_.workload_sandbox ? confine_as_workload : nullptr);
    if (!child) tell({&drill, set_up_refused("fork(2)", errno), 0});
    return child;
  }

  Observation ended(const Drill& drill, Child& child) {
    const Child::End end = child.wait();
    return observe(drill, end.written ? &*end.written : nullptr, end.exit_code, end.signal, facts_);
  }

  /// False when this process is spent.
  bool attempt(const Drill& drill) {
    sink_(begin_line(drill));
    if (facts_.may_fork) {
      if (auto child = start(drill)) tell(ended(drill, *child));
      return true;
    }
    if (drill.traits.needs_fork) {
      tell({&drill, set_up_refused("fork(2)", EPERM), 0});
      return true;
    }
    const Attempt made = drill.attempt(options_.setting);
    tell(observe(drill, &made, 0, 0, facts_));
    return made.outcome != Outcome::succeeded || !drill.traits.spends;
  }

  void tell(const Observation& observation) { sink_(observation_line(observation)); }

  const BatteryOptions& options_;
  const Facts& facts_;
  const Sink& sink_;
};

std::string word(std::string_view name, std::string_view text) {
  return "\"" + std::string(name) + "\":" + json_quote(text);
}

std::string number(std::string_view name, std::uint64_t value) {
  return "\"" + std::string(name) + "\":" + std::to_string(value);
}

std::string truth(std::string_view name, bool value) {
  return "\"" + std::string(name) + "\":" + (value ? "true" : "false");
}

/// ENOSYS: the kernel is too old, or was built without, or a filter says so.
Attempt without_call(const Drill& drill, Attempt attempt, const Facts& facts) {
  if (drill.since != KernelVersion{} && facts.version >= drill.since) {
    attempt.layer = facts.gvisor ? Layer::kernel : Layer::seccomp;
    return attempt;
  }
  // Errno and call stay: a clone without seccomp may show that it was a filter after all.
  attempt.outcome = Outcome::skipped;
  attempt.evidence = "this kernel (" + facts.kernel + ") has no such call: " + attempt.step;
  return attempt;
}

}  // namespace

bool run_battery(std::span<const Drill* const> drills, const BatteryOptions& options, const Facts& facts,
                 const Sink& sink) {
  return Battery(options, facts, sink).run(drills);
}

std::string reason_to_skip(const Drill& drill, const BatteryOptions& options) {
  if (drill.traits.exhausts && !options.setting.clone)
    return "would disturb the workload; tried in clones only";
  if (drill.traits.clone_only && !options.setting.clone)
    return "leaves a trace on what is shared; tried in clones only";
  if (drill.traits.egress && !options.setting.egress)
    return "would send packets beyond the host; ask for it with --network-egress";
  return "";
}

Observation observe(const Drill& drill, const Attempt* written, int exit_code, int signal,
                    const Facts& facts) {
  Observation observation{&drill, {}, signal};
  Attempt& attempt = observation.attempt;
  if (written) {
    attempt = *written;
    if (attempt.outcome == Outcome::stopped && attempt.error == ENOSYS)
      attempt = without_call(drill, attempt, facts);
  } else if (drill.traits.replaces_process && exit_code == exit_got_through) {
    attempt = succeeded("execve(2)", "the program ran");
  } else if (drill.traits.replaces_process && exit_code == exit_without_gain) {
    attempt = stopped("execve(2)", Layer::unknown, "the program ran, but gained nothing");
  } else if (drill.traits.replaces_process && exit_code == exit_not_loaded) {
    attempt = stopped("execve(2)", Layer::unknown,
                      "the program was started, and its libraries could not be loaded");
  } else if (signal == SIGSYS) {
    attempt = stopped("", Layer::seccomp, "killed by SIGSYS");
  } else if (signal == SIGKILL && drill.traits.exhausts) {
    attempt = stopped("", Layer::limit, "killed by the kernel");
  } else if (signal == SIGALRM) {
    attempt = drill.traits.waits ? stopped("", Layer::network, "no answer") : broken("did not end in time");
  } else if (signal != 0) {
    attempt = broken(std::string("killed by SIG") + ::sigabbrev_np(signal));
  } else {
    attempt = broken("ended with exit code " + std::to_string(exit_code) + " and said nothing");
  }
  return observation;
}

std::string facts_line(const Facts& facts) {
  const kernel::ProcessStatus& status = facts.status;
  return "{\"facts\":{" + word("kernel", facts.kernel) + "," + truth("gvisor", facts.gvisor) + "," +
         truth("may_fork", facts.may_fork) + "," +
         truth("initial_user_namespace", facts.initial_user_namespace) + "," +
         word("scratch", facts.scratch) + "," + number("uid", status.users.effective) + "," +
         number("gid", status.groups.effective) + "," + number("effective", status.capabilities.effective) +
         "," + number("bounding", status.capabilities.bounding) + "," +
         truth("no_new_privileges", status.no_new_privileges.value_or(false)) + "," +
         number("seccomp", static_cast<std::uint64_t>(status.seccomp_mode.value_or(0))) + "}}";
}

std::string begin_line(const Drill& drill) {
  return "{" + word("begin", drill.id) + "}";
}

std::string observation_line(const Observation& observation) {
  const Attempt& attempt = observation.attempt;
  const char* name = attempt.error ? ::strerrorname_np(attempt.error) : nullptr;
  return "{" + word("drill", observation.drill->id) + "," + word("outcome", name_of(attempt.outcome)) + "," +
         word("errno", name ? name : "") + "," + number("error", static_cast<std::uint64_t>(attempt.error)) +
         "," + number("signal", static_cast<std::uint64_t>(observation.signal)) + "," +
         word("step", attempt.step) + "," + word("layer", name_of(attempt.layer)) + "," +
         truth("set_up", attempt.set_up) + "," + word("evidence", attempt.evidence) + "}";
}

}  // namespace taut::drills
