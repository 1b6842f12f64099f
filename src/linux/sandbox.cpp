#include "linux/sandbox.h"

#include <algorithm>

#include "linux/procfs.h"
#include "linux/sandbox_table.h"

namespace taut::kernel {
namespace {

std::string join(const std::vector<std::string>& words) {
  std::string joined;
  for (const auto& word : words) joined += (joined.empty() ? "" : ", ") + word;
  return joined;
}

/// Threads beside this one. Where /proc cannot be read we cannot know; the caller's order in main is then all
/// there is.
int count_other_threads() {
  const auto status = read_status("self");
  return status ? status->threads - 1 : 0;
}

}  // namespace

bool SandboxReport::complete() const {
  return std::all_of(lines.begin(), lines.end(),
                     [](const MechanismReport& line) { return line.state == MechanismState::active; });
}

MechanismReport landlock_line(const LandlockReport& answer, int other_threads) {
  if (answer.abi == 0) return {"landlock", MechanismState::missing, answer.reason};
  MechanismReport line{"landlock", MechanismState::active, "ABI " + std::to_string(answer.abi)};
  if (!answer.missing.empty()) {
    line.state = MechanismState::degraded;
    line.detail += ", not enforced: " + join(answer.missing);
  }
  if (other_threads > 0) {
    line.state = MechanismState::degraded;
    line.detail += ", not on " + std::to_string(other_threads) + " threads that ran already";
  }
  return line;
}

MechanismReport seccomp_line(const SeccompReport& answer) {
  if (!answer.active) return {"seccomp", MechanismState::missing, answer.reason};
  MechanismReport line{"seccomp", MechanismState::active, std::to_string(answer.rules) + " rules"};
  if (!answer.logged) {
    line.state = MechanismState::degraded;
    line.detail += ", refusals are not logged (Linux 4.14)";
  }
  if (!answer.all_threads) {
    line.state = MechanismState::degraded;
    line.detail += ", only this thread and what it starts (Linux 3.17)";
  }
  return line;
}

Result<SandboxReport> confine_files_and_ports(const SandboxPlan& plan) {
  const int other_threads = count_other_threads();  // before Landlock closes /proc
  SandboxReport report{harden_process(plan.left_out)};
  if (plan.left_out.contains("self-landlock")) return report;
  LandlockPolicy policy;
  policy.writable_folders = {plan.data_folder};
  if (plan.port != 0) policy.bind_ports.emplace({plan.port});
  auto answer = restrict_self(policy);
  if (!answer) return propagate(answer);
  if (answer->abi >= 4 && plan.port == 0)
    answer->missing.push_back("the port to bind, which is not chosen yet");
  report.lines.push_back(landlock_line(*answer, other_threads));
  return report;
}

Result<void> confine_system_calls(SandboxReport& report) {
  const auto answer = load_filter(sandbox_rules());
  if (!answer) return failure(answer.error().what, answer.error().error_code);
  report.lines.push_back(seccomp_line(*answer));
  return {};
}

}  // namespace taut::kernel
