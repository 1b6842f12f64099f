#include "drills/facts.h"

#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "drills/scratch.h"

namespace taut::drills {
namespace {

/// Whether everything works that a battery needs to run each attempt in a child.
bool can_fork() {
  int ends[2];
  if (::pipe(ends) != 0) return false;
  const UniqueFd from(ends[0]);
  UniqueFd to(ends[1]);
  const pid_t child = ::fork();
  if (child < 0) return false;
  if (child == 0) ::_exit(::write(to.get(), "x", 1) == 1 ? 0 : 1);
  to.reset();
  char byte = 0;
  int status = 1;
  return ::read(from.get(), &byte, 1) == 1 && ::waitpid(child, &status, 0) == child && status == 0;
}

/// The initial user namespace maps every id to itself (user_namespaces(7)).
bool maps_everything(const std::string& map) {
  std::string words;
  for (const std::string_view word : split(map, ' ')) {
    if (!trim(word).empty()) words += std::string(trim(word)) + " ";
  }
  return words == "0 0 4294967295 ";
}

}  // namespace

KernelVersion parse_kernel_version(std::string_view release) {
  KernelVersion version;
  const auto dot = release.find('.');
  if (dot == std::string_view::npos) return version;
  const std::string_view rest = release.substr(dot + 1);
  const auto end = rest.find_first_not_of("0123456789");
  const auto major = parse_decimal(release.substr(0, dot));
  const auto minor = parse_decimal(rest.substr(0, end));
  if (!major || !minor) return version;
  return {static_cast<int>(*major), static_cast<int>(*minor)};
}

Facts read_facts() {
  Facts facts;
  utsname names{};
  if (::uname(&names) == 0) {
    facts.kernel = names.release;
  } else if (const auto release = read_file("/proc/sys/kernel/osrelease")) {
    facts.kernel = trim(*release);  // a tight seccomp profile has no uname
  }
  facts.version = parse_kernel_version(facts.kernel);
  if (const auto version = read_file("/proc/version"))
    facts.gvisor = version->find("gVisor") != std::string::npos;
  if (const auto map = read_file("/proc/self/uid_map")) facts.initial_user_namespace = maps_everything(*map);
  if (auto status = kernel::read_status("self")) facts.status = *status;
  facts.scratch = find_scratch();
  facts.may_fork = can_fork();
  return facts;
}

}  // namespace taut::drills
