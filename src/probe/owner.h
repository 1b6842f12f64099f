// Who made a container, volume or network of ours: labels by which the next run, or `taut clean`, tells what
// a killed run left behind from what a run beside us still uses. A process id alone is used again by others;
// with the time of its start, the boot and the process namespace it is not.
#pragma once

#include <boost/json.hpp>
#include <string>

namespace taut::probe {

struct Owner {
  std::string run;         // a random word, of this run
  std::string process;     // process id
  std::string started;     // in clock ticks since boot (proc_pid_stat(5), field 22)
  std::string boot;        // /proc/sys/kernel/random/boot_id
  std::string name_space;  // of process ids: "pid:[4026531836]"
};

inline constexpr const char* run_label = "org.taut.run";

/// This process, with a new run id.
Owner this_process();
/// As labels of an engine's object, and back (missing labels are empty words).
boost::json::object labels_of(const Owner& owner);
Owner owner_of(const boost::json::value& labels);

enum class Life {
  alive,
  gone,
  unknown
};  // unknown: of another process namespace, which cannot be seen from here
Life life_of(const Owner& owner);

}  // namespace taut::probe
