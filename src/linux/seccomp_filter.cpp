#include "linux/seccomp_filter.h"

#include <seccomp.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>
#include <vector>

namespace taut::kernel {
namespace {

struct ReleaseFilter {
  void operator()(void* filter) const { ::seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, ReleaseFilter>;  // scmp_filter_ctx is a void pointer

std::uint32_t action_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::allow:
      return SCMP_ACT_ALLOW;
    case Verdict::unknown:
      return SCMP_ACT_ERRNO(ENOSYS);
    case Verdict::kill:
      return SCMP_ACT_KILL_PROCESS;
  }
  return SCMP_ACT_KILL_PROCESS;
}

scmp_arg_cmp comparison_of(const ArgumentRule& rule) {
  if (rule.test == ArgumentRule::Test::masked_equal)
    return {rule.index, SCMP_CMP_MASKED_EQ, rule.mask, rule.value};
  const auto value =
      rule.test == ArgumentRule::Test::own_process ? static_cast<std::uint64_t>(::getpid()) : rule.value;
  return {rule.index, SCMP_CMP_EQ, value, 0};
}

/// Returns whether the row applies to this architecture.
Result<bool> add_rule(void* filter, const SyscallRule& rule) {
  const int number = ::seccomp_syscall_resolve_name(rule.name);
  if (number == __NR_SCMP_ERROR) return failure("seccomp: no system call is named " + std::string(rule.name));
  if (number < 0) return false;  // libseccomp's number for "of another architecture"
  std::vector<scmp_arg_cmp> comparisons;
  for (const auto& argument : rule.arguments) {
    if (argument.test != ArgumentRule::Test::none) comparisons.push_back(comparison_of(argument));
  }
  const int problem = ::seccomp_rule_add_exact_array(
      filter, action_of(rule.verdict), number, static_cast<unsigned>(comparisons.size()), comparisons.data());
  if (problem != 0) return failure("seccomp: add the rule for " + std::string(rule.name), -problem);
  return true;
}

/// What a kernel or an outer filter answers that does not let us have a filter of our own.
bool is_refusal(int error_code) {
  return error_code == EINVAL || error_code == ENOSYS || error_code == EPERM || error_code == EACCES;
}

}  // namespace

Result<SeccompReport> load_filter(std::span<const SyscallRule> rules) {
  const Filter filter(::seccomp_init(SCMP_ACT_ERRNO(EPERM)));
  if (!filter) return failure("seccomp: make a filter");
  SeccompReport report;
  // Only the native architecture is in the filter: 32-bit entry points and x32 numbers reach other code with
  // the same effects.
  if (const int problem = ::seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
      problem != 0) {
    return failure("seccomp: refuse other architectures", -problem);
  }
  // The kernel's own errno, not libseccomp's ECANCELED for everything.
  if (const int problem = ::seccomp_attr_set(filter.get(), SCMP_FLTATR_API_SYSRAWRC, 1); problem != 0) {
    return failure("seccomp: ask for plain errors", -problem);
  }
  // Both need a newer kernel than the filter itself.
  report.logged = ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_LOG, 1) == 0;
  report.all_threads = ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1) == 0;
  for (const auto& rule : rules) {
    const auto applies = add_rule(filter.get(), rule);
    if (!applies) return failure(applies.error().what, applies.error().error_code);
    if (*applies) ++report.rules;
  }
  if (const int problem = ::seccomp_load(filter.get()); problem != 0) {
    if (!is_refusal(-problem)) return failure("seccomp: load the filter", -problem);
    return SeccompReport{.reason = "the kernel or a filter around this process refused it: " +
                                   std::generic_category().message(-problem)};
  }
  report.active = true;
  return report;
}

}  // namespace taut::kernel
