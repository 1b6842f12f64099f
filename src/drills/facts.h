// What a battery sees of the place that it runs in, read before the first attempt and before any sandbox
// closes /proc.
#pragma once

#include <string>

#include "drills/drill.h"
#include "linux/procfs.h"

namespace taut::drills {

struct Facts {
  std::string kernel;  // release, as uname(2) says: "6.18.44"
  KernelVersion version;
  bool gvisor = false;                  // a kernel in user space answers (/proc/version says so)
  bool may_fork = false;                // whether another process can be started and waited for
  bool initial_user_namespace = false;  // uid 0 here would be root of the host (user_namespaces(7))
  std::string scratch;                  // see Setting
  kernel::ProcessStatus status;
};

Facts read_facts();

/// "6.18.44-generic" is {6, 18}; {0, 0} when it is no version.
KernelVersion parse_kernel_version(std::string_view release);

}  // namespace taut::drills
