#include <linux/bpf.h>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill cap_bpf_prog{
    .id = "cap_bpf_prog",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "load a program into the kernel",
    .goal = "reach the checker of BPF programs, whose mistakes have let programs write to all memory",
    .reference = "bpf(2); CVE-2021-3490; CVE-2022-23222",
    .needs = "a kernel with bpf(2)",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "all-capabilities",
    .not_shown = "the program returns 0, and is attached to nothing",
    .capability = CAP_BPF,
    .attempt =
        [](const Setting&) {
          const bpf_insn program[] = {{BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0},
                                      {BPF_JMP | BPF_EXIT, 0, 0, 0, 0}};
          bpf_attr attributes{};
          attributes.prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
          attributes.insns = reinterpret_cast<std::uintptr_t>(program);
          attributes.insn_cnt = 2;
          attributes.license = reinterpret_cast<std::uintptr_t>("");
          const UniqueFd fd(
              static_cast<int>(::syscall(SYS_bpf, BPF_PROG_LOAD, &attributes, sizeof attributes)));
          return judged("bpf(2)", fd.get(), "the kernel took a BPF program");
        },
};

}  // namespace taut::drills
