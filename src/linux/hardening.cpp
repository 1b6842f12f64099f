#include "linux/hardening.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <cerrno>
#include <system_error>

#include "linux/abi.h"

namespace taut::kernel {
namespace {

MechanismReport outcome(const char* mechanism, int answer, const char* holds) {
  if (answer == 0) return {mechanism, MechanismState::active, holds};
  return {mechanism, MechanismState::missing, std::generic_category().message(errno)};
}

// prctl(2) reads four more arguments and some options insist that the unused ones are zero.
int set(int option, unsigned long value) {
  return ::prctl(option, value, 0UL, 0UL, 0UL);
}

MechanismReport refuse_new_executable_memory() {
  if (set(abi::prctl_set_mdwe, abi::mdwe_refuse_exec_gain) == 0) {
    return {"no-new-executable-memory", MechanismState::active, "no page becomes executable that was not"};
  }
  if (errno == EINVAL) return {"no-new-executable-memory", MechanismState::missing, "needs Linux 6.3"};
  return {"no-new-executable-memory", MechanismState::missing, std::generic_category().message(errno)};
}

}  // namespace

std::vector<MechanismReport> harden_process(const LeftOut& left_out) {
  std::vector<MechanismReport> lines;
  // <KERNEL-CAPABILITIES> no-new-privileges: set-user-id bits and file capabilities give nothing any more;
  // Landlock and seccomp need it.
  lines.push_back(outcome("no-new-privileges", set(PR_SET_NO_NEW_PRIVS, 1), "for good"));
  // <KERNEL-CAPABILITIES> not-dumpable: no other process of this user can attach to this one or read its
  // memory and environment.
  if (!left_out.contains("not-dumpable"))
    lines.push_back(outcome("not-dumpable", set(PR_SET_DUMPABLE, 0),
                            "ptrace and /proc/<pid>/mem are closed to the same user"));
  // <CONTAINER-HARDENING> no-core-dumps: secrets must not reach a disk by a crash. A core_pattern that pipes
  // ignores this limit (core(5)); not being dumpable stops that one.
  const rlimit none{0, 0};
  lines.push_back(outcome("no-core-dumps", ::setrlimit(RLIMIT_CORE, &none), "limit 0"));
  // <KERNEL-CAPABILITIES> no-new-executable-memory: what is written into memory cannot be made to run.
  if (!left_out.contains("no-new-executable-memory")) lines.push_back(refuse_new_executable_memory());
  return lines;
}

}  // namespace taut::kernel
