// A seccomp profile whose every refusal carries our mark.
#include <seccomp.h>

#include <cstdlib>
#include <set>

#include "docker/api.h"
#include "probe/clone_plan.h"

namespace taut::probe {
namespace {

constexpr int highest_call = 1024;  // Linux 6.18 has less than 480

bool refuses(const json::value& action) {
  return action.is_string() && action.get_string() == "SCMP_ACT_ERRNO";
}

/// The system calls of this machine's architecture that no rule speaks of.
json::array unnamed_calls(const json::array& rules) {
  std::set<std::string, std::less<>> named;
  for (const json::value& rule : rules) {
    const json::value* names = docker::find(rule, "names");
    if (!names || !names->is_array()) continue;
    for (const json::value& name : names->get_array()) named.insert(json::value_to<std::string>(name));
  }
  json::array unnamed;
  for (int number = 0; number < highest_call; ++number) {
    char* name = ::seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number);
    if (name && !named.contains(name)) unnamed.emplace_back(name);
    std::free(name);
  }
  return unnamed;
}

void mark_rules(json::array& rules) {
  for (json::value& rule : rules) {
    auto* fields = rule.if_object();
    if (!fields || !fields->contains("action") || !refuses((*fields)["action"])) continue;
    fields->emplace("errnoRet",
                    mark);  // where there is one (ENOSYS of clone3), the C library needs to see it
  }
}

std::string profile_of(const json::value& inspect) {
  const json::value* options = docker::find(inspect, "HostConfig.SecurityOpt");
  if (!options || !options->is_array()) return "";
  for (const json::value& option : options->get_array()) {
    const std::string text = option.is_string() ? std::string(option.get_string()) : "";
    if (text.starts_with("seccomp=") || text.starts_with("seccomp:")) return text.substr(8);
  }
  return "";
}

}  // namespace

std::string marked_profile(const json::value& inspect) {
  boost::system::error_code trouble;
  json::value profile = json::parse(profile_of(inspect), trouble);
  auto* whole = trouble ? nullptr : profile.if_object();
  if (!whole || !whole->contains("syscalls") || !(*whole)["syscalls"].is_array()) return "";
  json::array& rules = (*whole)["syscalls"].get_array();
  mark_rules(rules);
  if (whole->contains("defaultAction") && refuses((*whole)["defaultAction"])) {
    (*whole)["defaultErrnoRet"] = mark;
    // Docker 20.10 knows no defaultErrnoRet: there the calls that the default is for need a rule.
    rules.push_back({{"names", unnamed_calls(rules)}, {"action", "SCMP_ACT_ERRNO"}, {"errnoRet", mark}});
  }
  return json::serialize(profile);
}

}  // namespace taut::probe
