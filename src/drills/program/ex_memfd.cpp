#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "base/fd.h"
#include "base/file.h"
#include "drills/catalogue.h"
#include "drills/tiny_program.h"

namespace taut::drills {

constinit const Drill ex_memfd{
    .id = "ex_memfd",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "run a program from memory, without a file",
    .goal = "run a tool that no noexec stops and no scan of files finds",
    .reference = "memfd_create(2); execveat(2); MITRE ATT&CK T1620",
    .needs = "",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "loading into the memory of a process that runs already, which needs no execve",
    .traits = {.replaces_process = true},
    .attempt =
        [](const Setting&) {
          const UniqueFd file(::memfd_create("taut-drill", MFD_CLOEXEC));
          if (!file) return set_up_refused("memfd_create(2)", errno);
          if (const auto wrote = write_all(file.get(), tiny_program(), "a program in memory"); !wrote)
            return set_up_refused("write(2)", wrote.error().error_code);
          // The program removes the file of its own name: there is none.
          char* const arguments[] = {const_cast<char*>("taut-drill-without-a-file"), nullptr};
          char* const environment[] = {nullptr};
          ::syscall(SYS_execveat, file.get(), "", arguments, environment, AT_EMPTY_PATH);
          return refused("execveat(2)", errno);
        },
};

}  // namespace taut::drills
