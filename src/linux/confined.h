// For tests: one attempt under the whole sandbox, in a child process.
#pragma once

#include <fcntl.h>

#include <cstdio>

#include "linux/forked.h"
#include "linux/sandbox.h"

namespace taut::kernel::testing {

/// Both steps, in this process; ends it when they fail.
inline SandboxReport close_sandbox(const SandboxPlan& plan) {
  auto report = confine_files_and_ports(plan);
  if (!report || !confine_system_calls(*report)) ::_exit(99);
  return *report;
}

/// What `work` answers under the whole sandbox with an empty data folder; `before` runs earlier in the same
/// child.
inline std::string confined(
    const std::function<std::string()>& work, const std::function<void()>& before = [] {}) {
  const TemporaryFolder data;
  return in_child([&] {
    before();
    close_sandbox({data.path, 18000});
    return work();
  });
}

}  // namespace taut::kernel::testing
