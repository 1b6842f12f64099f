#include <linux/io_uring.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill sys_io_uring{
    .id = "sys_io_uring",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "set up an io_uring",
    .goal = "make system calls that no seccomp filter sees, and reach a part of the kernel with many holes",
    .reference = "io_uring_setup(2); CVE-2022-29582; CVE-2023-2598",
    .needs = "a kernel with io_uring",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "nothing is submitted to the ring",
    .attempt =
        [](const Setting&) {
          io_uring_params parameters{};
          const UniqueFd ring(static_cast<int>(::syscall(SYS_io_uring_setup, 1, &parameters)));
          return judged("io_uring_setup(2)", ring.get(), "a ring of one entry");
        },
};

}  // namespace taut::drills
