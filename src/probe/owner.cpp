#include "probe/owner.h"

#include <sys/random.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "docker/api.h"

namespace taut::probe {
namespace {

std::string random_word() {
  std::uint64_t bits = 0;
  if (::getrandom(&bits, sizeof bits, 0) != sizeof bits) bits = static_cast<std::uint64_t>(::getpid());
  std::string word;
  for (int digit = 0; digit < 12; ++digit, bits >>= 5) word += "abcdefghijklmnopqrstuvwxyz234567"[bits & 31];
  return word;
}

/// Field 22 of /proc/PID/stat, "" when there is no such process. The name in field 2 may hold spaces and
/// brackets.
std::string start_of(const std::string& process) {
  const auto stat = read_file("/proc/" + process + "/stat");
  if (!stat) return "";
  const auto fields = split(std::string_view(*stat).substr(stat->rfind(')') + 1), ' ');
  constexpr std::size_t start = 22 - 2;  // the bracket closes field 2, and a space comes before field 3
  return fields.size() > start ? std::string(fields[start]) : "";
}

std::string boot_id() {
  const auto id = read_file("/proc/sys/kernel/random/boot_id");
  return id ? std::string(trim(*id)) : "";
}

std::string process_namespace() {
  std::error_code trouble;
  return std::filesystem::read_symlink("/proc/self/ns/pid", trouble);
}

}  // namespace

Owner this_process() {
  const std::string process = std::to_string(::getpid());
  return {random_word(), process, start_of(process), boot_id(), process_namespace()};
}

boost::json::object labels_of(const Owner& owner) {
  return {{run_label, owner.run},
          {"org.taut.process", owner.process},
          {"org.taut.started", owner.started},
          {"org.taut.boot", owner.boot},
          {"org.taut.namespace", owner.name_space}};
}

Owner owner_of(const boost::json::value& labels) {
  const auto label = [&](const char* name) {
    const auto* object = labels.if_object();
    const auto* value = object ? object->if_contains(name) : nullptr;
    return value && value->is_string() ? std::string(value->get_string()) : "";
  };
  return {label(run_label), label("org.taut.process"), label("org.taut.started"), label("org.taut.boot"),
          label("org.taut.namespace")};
}

Life life_of(const Owner& owner) {
  if (owner.boot != boot_id()) return Life::gone;
  if (owner.name_space != process_namespace()) return Life::unknown;
  return !owner.started.empty() && start_of(owner.process) == owner.started ? Life::alive : Life::gone;
}

}  // namespace taut::probe
