#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>

#include "base/fd.h"
#include "drills/catalogue.h"
#include "drills/companion.h"

namespace taut::drills {

constinit const Drill sys_proc_mem{
    .id = "sys_proc_mem",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "read the memory of another process through /proc",
    .goal = "copy keys out of the service's memory, past every filter",
    .reference = "proc_pid_mem(5); MITRE ATT&CK T1003.007",
    .needs = "",
    .stopped_by = "none",
    .witness = "hardened",
    .not_shown =
        "the process is a child of its own, which Yama allows too; a process that is not dumpable is safe "
        "from it",
    .traits = {.needs_fork = true},
    .attempt =
        [](const Setting&) {
          volatile char secret = 'p';
          const Companion victim([&] {
            secret = 'c';
            return 0;
          });
          if (!victim) return set_up_refused("fork(2)", victim.error());
          const UniqueFd memory(
              ::open(("/proc/" + std::to_string(victim.pid()) + "/mem").c_str(), O_RDONLY | O_CLOEXEC));
          if (!memory) return refused("open(2)", errno);
          char read = 0;
          const ssize_t got =
              ::pread(memory.get(), &read, 1, static_cast<off_t>(reinterpret_cast<std::uintptr_t>(&secret)));
          if (got == 1 && read != 'c') return broken("read something else than what is there");
          return judged("pread(2)", got, "read a byte that only the other process has");
        },
};

}  // namespace taut::drills
