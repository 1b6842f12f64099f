#include <fcntl.h>
#include <unistd.h>

#include <cstdint>

#include "base/fd.h"
#include "drills/catalogue.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill ex_selfmem{
    .id = "ex_selfmem",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "overwrite its own code through /proc/self/mem",
    .goal = "turn the ability to write a file into new code, past read-only and executable-only memory",
    .reference = "proc_pid_mem(5); MITRE ATT&CK T1055.009",
    .needs = "a /proc",
    .stopped_by = "self-landlock + not-dumpable",
    .witness = "hardened",
    .not_shown =
        "one byte is replaced by itself; a kernel of 6.12 or later can forbid it to everyone "
        "(proc_mem.force_override)",
    .attempt =
        [](const Setting&) {
          const UniqueFd memory(::open("/proc/self/mem", O_RDWR | O_CLOEXEC));
          if (!memory) return refused_path("open(2)", "/proc/self/mem", W_OK, errno);
          const auto* own_code = reinterpret_cast<const char*>(&refused_path);
          const auto at = static_cast<off_t>(reinterpret_cast<std::uintptr_t>(own_code));
          const ssize_t wrote = ::pwrite(memory.get(), own_code, 1, at);
          if (wrote == 0) return stopped("pwrite(2)", Layer::kernel, "code cannot be written this way");
          return judged("pwrite(2)", wrote, "one byte of its own code was written, by itself");
        },
};

}  // namespace taut::drills
