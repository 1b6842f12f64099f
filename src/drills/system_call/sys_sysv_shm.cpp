#include <sys/ipc.h>
#include <sys/shm.h>

#include <cerrno>

#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill sys_sysv_shm{
    .id = "sys_sysv_shm",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "make a System V shared memory segment",
    .goal = "hold memory that outlives the process, and reach an old part of the kernel",
    .reference = "shmget(2); sysvipc(7)",
    .needs = "",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "one page, removed at once",
    .attempt =
        [](const Setting&) {
          const int segment = ::shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
          const int error = errno;
          if (segment != -1) ::shmctl(segment, IPC_RMID, nullptr);
          errno = error;
          return judged("shmget(2)", segment, "a segment of one page");
        },
};

}  // namespace taut::drills
