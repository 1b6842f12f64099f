// A process of the host, as far as one can be seen from here: the engine itself, or a thread of the kernel.
#pragma once

#include <dirent.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <string>

#include "base/file.h"
#include "base/text.h"
#include "drills/drill.h"

namespace taut::drills {

struct HostProcess {
  pid_t id = 0;  // 0: none is to be seen
  std::string name;
  int error = 0;  // why nobody can be seen at all, 0 when processes can be seen
  std::string text() const { return name + " (process " + std::to_string(id) + ")"; }
};

inline HostProcess find_host_process() {
  constexpr std::array<std::string_view, 7> names{"dockerd", "containerd", "podman",         "conmon",
                                                  "crio",    "kubelet",    "containerd-shim"};
  HostProcess found;
  const std::unique_ptr<DIR, int (*)(DIR*)> processes(::opendir("/proc"), ::closedir);
  if (!processes) {
    found.error = errno;
    return found;
  }
  bool seen = false;
  while (const dirent* entry = ::readdir(processes.get())) {
    const auto id = parse_decimal(entry->d_name);
    const auto name = id ? read_file("/proc/" + std::to_string(*id) + "/comm") : failure("", ENOENT);
    if (!name) continue;
    seen = true;
    const std::string_view comm = trim(*name);
    // Process 2 of the first namespace is the parent of the kernel's threads.
    const bool of_host = comm == "kthreadd" ? *id == 2 : std::ranges::count(names, comm) > 0;
    if (of_host) return {static_cast<pid_t>(*id), std::string(comm), 0};
  }
  if (!seen) found.error = EACCES;
  return found;
}

/// What a drill that needs a process of the host says when it sees none.
inline Attempt no_host_process(const HostProcess& found) {
  if (found.error) return refused("open(2)", found.error);
  return stopped("readdir(3)", Layer::name_space, "only processes of this container are to be seen");
}

/// Whether the calling process is in the machine's first namespace of this kind; their numbers are fixed
/// (include/linux/proc_ns.h).
inline bool in_first_namespace(const char* kind, ino_t number) {
  struct stat status{};
  return ::stat((std::string("/proc/self/ns/") + kind).c_str(), &status) == 0 && status.st_ino == number;
}

}  // namespace taut::drills
