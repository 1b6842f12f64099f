#include "linux/sandbox_table.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

namespace taut::kernel {
namespace {

// What pthread_create(3) asks for, in glibc 2.36 to 2.41 (nptl/pthread_create.c); nothing else is a thread.
constexpr std::uint32_t thread_flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SYSVSEM | CLONE_SIGHAND |
                                       CLONE_THREAD | CLONE_SETTLS | CLONE_PARENT_SETTID |
                                       CLONE_CHILD_CLEARTID;
constexpr std::uint32_t special_mode_bits = 07000;  // set-user-id, set-group-id, sticky

constexpr auto allow = Verdict::allow;
constexpr auto unknown = Verdict::unknown;
constexpr auto kill = Verdict::kill;

// <KERNEL-CAPABILITIES> self-seccomp: after start-up only these system calls are left; whatever is not here
// is refused with EPERM. Only comparisons for equality: an order on registers would be wrong for negative
// numbers.
// clang-format off
constexpr SyscallRule rules[] = {
    // Memory
    {"brk", allow, {}, "heap of the C library"},
    {"mmap", allow, {without(2, PROT_EXEC)}, "heap, stacks, SQLite's -shm file; never executable"},
    {"mprotect", allow, {without(2, PROT_EXEC)}, "guard pages of stacks, growing arenas; never executable"},
    {"mremap", allow, {}, "realloc of large blocks"},
    {"munmap", allow, {}, "heap, stacks, SQLite's -shm file"},
    {"madvise", allow, {}, "free gives memory back"},
    {"getrandom", allow, {}, "tokens, SQLite's salts"},

    // Threads and signals
    {"clone", allow, {equals_int(0, thread_flags)}, "a thread of this process, nothing else: no fork, no namespace"},
    {"set_robust_list", allow, {}, "start of a thread"},
    {"rseq", allow, {}, "start of a thread"},
    {"sched_getaffinity", allow, {}, "malloc asks for the number of processors before it makes an arena"},
    {"sched_yield", allow, {}, "spinning a moment in a lock"},
    {"futex", allow, {}, "mutexes, condition variables, joining"},
    {"exit", allow, {}, "end of a thread"},
    {"exit_group", allow, {}, "end of the program"},
    {"prctl", allow, {equals(0, PR_SET_NAME)}, "a thread's name"},
    {"getpid", allow, {}, "SQLite notes who holds its locks; abort"},
    {"gettid", allow, {}, "abort"},
    {"tgkill", allow, {own_process(0)}, "abort signals the calling thread"},
    {"rt_sigaction", allow, {}, "abort"},
    {"rt_sigprocmask", allow, {}, "start and end of a thread, abort"},
    {"rt_sigreturn", allow, {}, "return from the handler of SIGTERM"},
    {"sigaltstack", allow, {}, "signal stacks of threads"},
    {"restart_syscall", allow, {}, "the kernel continues a wait after a stop signal"},

    // Time (mostly answered without the kernel by the vDSO)
    {"clock_gettime", allow, {}, "clocks"},
    {"clock_getres", allow, {}, "clocks"},
    {"gettimeofday", allow, {}, "SQLite's clock"},
    {"nanosleep", allow, {}, "SQLite waits for a lock"},
    {"clock_nanosleep", allow, {}, "SQLite waits for a lock"},

    // Files; which ones is up to Landlock and to the permissions
    {"openat", allow, {}, "database, journal, folder"},
    {"close", allow, {}, "files and connections"},
    {"read", allow, {}, "files, connections, eventfd, signal pipe"},
    {"readv", allow, {}, "connections"},
    {"pread64", allow, {}, "database, /proc/self/statm"},
    {"write", allow, {}, "log, files, connections, eventfd"},
    {"writev", allow, {}, "log, connections"},
    {"pwrite64", allow, {}, "database, heartbeat"},
    {"lseek", allow, {}, "SQLite without pread"},
    {"ftruncate", allow, {}, "journal, -shm file"},
    {"fsync", allow, {}, "durability of the folder"},
    {"fdatasync", allow, {}, "durability of a commit"},
    {"fstat", allow, {}, "size of a file"},
    {"newfstatat", allow, {}, "stat, lstat and fstat of the C library"},
    {"access", allow, {}, "is there a journal?"},
    {"faccessat", allow, {}, "access on aarch64"},
    {"unlink", allow, {}, "end of a transaction in DELETE mode"},
    {"unlinkat", allow, {equals_int(2, 0)}, "unlink on aarch64; files, not folders"},
    {"readlink", allow, {}, "SQLite follows links in the database's path itself"},
    {"readlinkat", allow, {}, "readlink on aarch64"},
    {"getcwd", allow, {}, "a relative database path"},
    {"geteuid", allow, {}, "SQLite gives its files the owner of the database when it runs as root"},
    {"fchmod", allow, {without(1, special_mode_bits)}, "SQLite gives its files the mode of the database"},
    {"fcntl", allow, {equals_int(1, F_SETLK)}, "SQLite's locks"},
    {"fcntl", allow, {equals_int(1, F_GETLK)}, "SQLite's locks"},
    {"fcntl", allow, {equals_int(1, F_GETFD)}, "close on exec"},
    {"fcntl", allow, {equals_int(1, F_SETFD)}, "close on exec"},
    {"fcntl", allow, {equals_int(1, F_GETFL)}, "is a stream writable?"},

    // Connections that came in; none can be made, and no new listener
    {"epoll_ctl", allow, {}, "event loop"},
    {"epoll_wait", allow, {}, "event loop"},
    {"epoll_pwait", allow, {}, "event loop on aarch64"},
    {"poll", allow, {}, "waiting for one connection"},
    {"ppoll", allow, {}, "poll on aarch64"},
    {"timerfd_settime", allow, {}, "deadlines of the event loop"},
    {"accept", allow, {}, "a connection"},
    {"accept4", allow, {}, "a connection"},
    {"recvfrom", allow, {}, "a request"},
    {"recvmsg", allow, {}, "a request"},
    // shutdown(listener, SHUT_RD) and then sendto(listener, MSG_FASTOPEN, address) connects out without connect(2),
    // past Landlock too (github.com/landlock-lsm/linux/issues/41): three rows close it.
    // <KERNEL-CAPABILITIES> no-tcp-fastopen: sending may not open a connection.
    {"sendto", allow, {without(3, MSG_FASTOPEN), equals(4, 0)}, "an answer; no address, no connection on the way"},
    {"sendmsg", allow, {without(2, MSG_FASTOPEN)}, "an answer in two buffers; no connection on the way"},
    {"shutdown", allow, {equals_int(1, SHUT_WR)}, "the end of the last answer; SHUT_RD would free a listener for another use"},
    {"ioctl", allow, {equals_int(1, FIONBIO)}, "the event loop makes connections non-blocking; Asio up to 1.81"},
    {"fcntl", allow, {equals_int(1, F_SETFL), equals_int(2, O_RDWR | O_NONBLOCK)}, "the same; Asio of Boost 1.88"},
    {"setsockopt", allow, {equals_int(1, IPPROTO_TCP), equals_int(2, TCP_NODELAY)}, "answers leave at once"},
    {"getsockname", allow, {}, "own address"},
    {"getpeername", allow, {}, "a client's address, for the log"},

    // Not refused but answered otherwise
    {"clone3", unknown, {}, "its flags are behind a pointer, which a filter cannot see; the C library falls back to clone"},
    {"execve", kill, {}, "nothing here starts a program: whoever tries is an intruder, and the log should say so"},
    {"execveat", kill, {}, "the same"},
    {"ptrace", kill, {}, "nothing here debugs: the same"},
};
// clang-format on

}  // namespace

std::span<const SyscallRule> sandbox_rules() {
  return rules;
}

}  // namespace taut::kernel
