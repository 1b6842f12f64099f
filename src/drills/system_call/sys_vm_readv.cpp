#include <sys/uio.h>

#include "drills/catalogue.h"
#include "drills/companion.h"

namespace taut::drills {

constinit const Drill sys_vm_readv{
    .id = "sys_vm_readv",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "read the memory of another process",
    .goal = "copy keys out of the service's memory",
    .reference = "process_vm_readv(2); MITRE ATT&CK T1003",
    .needs = "a kernel with process_vm_readv(2)",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "the process is a child of its own, which Yama allows too",
    .traits = {.needs_fork = true},
    .attempt =
        [](const Setting&) {
          volatile char secret = 'p';
          const Companion victim([&] {
            secret = 'c';
            return 0;
          });
          if (!victim) return set_up_refused("fork(2)", victim.error());
          char read = 0;
          const iovec here{&read, 1};
          const iovec there{const_cast<char*>(&secret), 1};
          const ssize_t got = ::process_vm_readv(victim.pid(), &here, 1, &there, 1, 0);
          if (got == 1 && read != 'c') return broken("read something else than what is there");
          return judged("process_vm_readv(2)", got, "read a byte that only the other process has");
        },
};

}  // namespace taut::drills
