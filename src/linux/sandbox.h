// The workload's sandbox, applied by itself in two steps before the first thread and the first request.
//   1. confine_files_and_ports: after settings, secrets and /proc have been read and the heartbeat file is
//   open, before the database
//      and the listener are opened.
//   2. confine_system_calls: after listening and after every event loop (epoll, eventfd, timerfd) exists,
//   before the first thread.
// Not covered: what the allowed system calls do in the kernel, the CPU and memory that they use, the rows in
// the database itself. From step 1 on SQLite cannot make temporary files outside the data folder: use PRAGMA
// temp_store = MEMORY.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "linux/hardening.h"
#include "linux/landlock_domain.h"
#include "linux/mechanism.h"
#include "linux/seccomp_filter.h"

namespace taut::kernel {

struct SandboxPlan {
  std::string data_folder;  // the only folder that stays writable; it must exist
  std::uint16_t port = 0;   // the only TCP port that may be bound; 0: any (degraded)
  LeftOut left_out = {};    // for ablation, which shows what each is for: "self-landlock" and those of
                            // hardening.h
};

struct SandboxReport {
  std::vector<MechanismReport> lines;  // in the order in which they were applied

  /// Whether every mechanism so far is active.
  bool complete() const;
};

/// Step 1. Errors: the data folder does not exist. What the kernel does not offer is in the report.
Result<SandboxReport> confine_files_and_ports(const SandboxPlan& plan);
/// Step 2: adds one line to the report.
Result<void> confine_system_calls(SandboxReport& report);

/// Pure: the lines of the report for what Landlock and seccomp answered. `other_threads` is how many threads
/// ran already.
MechanismReport landlock_line(const LandlockReport& answer, int other_threads);
MechanismReport seccomp_line(const SeccompReport& answer);

}  // namespace taut::kernel
