// What a program in the container can do: one attempt for each argument, one line "name result" for each on
// stdout, where result is "ok" or the name of the errno. Built statically by hardening_test.py and run by
// `docker exec` in the very container of the service, so under its user, capabilities, seccomp profile,
// mounts and limits. Not covered: the workload's own sandbox, which is around the process that applied it
// only.
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace {

constexpr const char* success = nullptr;
constexpr const char* said_by_the_copy = "the-copy-runs";

const char* result_of(long returned) {
  return returned == -1 ? strerrorname_np(errno) : success;
}

const char* open_and_remove(const char* path, int flags) {
  const int fd = open(path, flags | O_CLOEXEC, 0600);
  if (fd == -1) return result_of(-1);
  close(fd);
  if (flags & O_CREAT) unlink(path);
  return success;
}

const char* create_in(const char* folder) {
  char path[256];
  std::snprintf(path, sizeof path, "%s/probe-%d", folder, getpid());
  return open_and_remove(path, O_WRONLY | O_CREAT | O_EXCL);
}

/// Writes 2 MiB to a file in /tmp.
const char* fill_tmp() {
  static char block[65536];
  const int fd = open("/tmp/probe-fill", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd == -1) return result_of(-1);
  const char* result = success;
  // A write that is cut short is no error yet; the next one is.
  for (int i = 0; i < 32 && result == success; ++i) result = result_of(write(fd, block, sizeof block));
  close(fd);
  unlink("/tmp/probe-fill");
  return result;
}

/// Copies this program to `path` and runs the copy, which says so in the place of this one.
const char* run_from(const char* path, const char* name) {
  static char block[65536];
  const int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  const int to = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0700);
  if (from == -1 || to == -1) return result_of(-1);
  // What does not fit does not matter: execve(2) refuses a noexec mount before it looks into the file.
  for (ssize_t size = 0; (size = read(from, block, sizeof block)) > 0;) {
    if (write(to, block, static_cast<size_t>(size)) != size) break;
  }
  close(to);
  const char* arguments[] = {path, said_by_the_copy, name, nullptr};
  execve(path, const_cast<char**>(arguments), nullptr);
  const char* result = result_of(-1);
  unlink(path);
  return result;
}

/// There and back, so that nothing is different afterwards.
const char* rename_and_back(const char* path, const char* other) {
  if (rename(path, other) == -1) return result_of(-1);
  return result_of(rename(other, path));
}

const char* make_socket(int domain, int type, int protocol) {
  return result_of(socket(domain, type, protocol));
}

const char* connect_out() {
  const int fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  if (fd == -1) return "no-socket";
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(9);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return result_of(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address));
}

/// Source: github.com/landlock-lsm/linux/issues/41: a way out without connect(2).
const char* send_fastopen(bool with_flag) {
  const int fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  if (fd == -1) return "no-socket";
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(9);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return result_of(sendto(fd, "x", 1, MSG_NOSIGNAL | (with_flag ? MSG_FASTOPEN : 0),
                          reinterpret_cast<sockaddr*>(&address), sizeof address));
}

const char* sendmsg_fastopen() {
  const int fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(9);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  msghdr message{};
  message.msg_name = &address;
  message.msg_namelen = sizeof address;
  return result_of(sendmsg(fd, &message, MSG_FASTOPEN | MSG_NOSIGNAL));
}

const char* listen_on(uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == -1) return result_of(-1);
  return result_of(listen(fd, 1));
}

const char* shut_down_reading_of_listener() {
  const int fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  if (listen(fd, 1) == -1) return "no-listener";
  return result_of(shutdown(fd, SHUT_RD));
}

const char* map(int protection) {
  return mmap(nullptr, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? result_of(-1)
                                                                                           : success;
}

const char* make_executable() {
  void* page = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return result_of(mprotect(page, 4096, PROT_READ | PROT_EXEC));
}

const char* raise_limit(decltype(RLIMIT_NOFILE) which) {
  rlimit limit{};
  getrlimit(which, &limit);
  if (limit.rlim_max == RLIM_INFINITY) return success;
  limit.rlim_cur = limit.rlim_max = limit.rlim_max + 1;
  return result_of(setrlimit(which, &limit));
}

/// A child, if there is one, ends at once and is waited for. Its SIGCHLD must not arrive after the attempt
/// "ptrace": then it would stop this program for its tracer, containerd's shim, which takes any change of
/// state for an end (exit code 255).
const char* clone_with(unsigned long flags) {
  const long child = syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, nullptr, nullptr);
  if (child == 0) _exit(0);
  if (child > 0) waitpid(static_cast<pid_t>(child), nullptr, 0);
  return result_of(child);
}

#ifdef __x86_64__
/// getpid by the 32-bit entry: another table of numbers, which a careless filter lets through.
const char* call_32_bit() {
  long result = 20;
  asm volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
  return result > 0 ? success : "refused";
}
const char* call_x32() {
  return result_of(syscall(0x40000000 + SYS_getpid));
}
#else
const char* call_32_bit() {
  return "not-here";
}
const char* call_x32() {
  return "not-here";
}
#endif

constexpr unsigned long high_bits = 1UL << 32;

struct Attempt {
  std::string_view name;
  const char* (*run)();
};

// clang-format off
constexpr Attempt attempts[] = {
    {"create-in-root", [] { return create_in(""); }},
    {"create-in-etc", [] { return create_in("/etc"); }},
    {"create-in-run", [] { return create_in("/run"); }},
    {"create-in-dev", [] { return create_in("/dev"); }},
    {"create-in-shm", [] { return create_in("/dev/shm"); }},
    {"create-in-mqueue", [] { return create_in("/dev/mqueue"); }},
    {"create-in-tmp", [] { return create_in("/tmp"); }},
    {"create-in-db", [] { return create_in("/db"); }},
    {"replace-program", [] { return rename_and_back("/todo", "/todo-probe"); }},
    {"write-settings", [] { return open_and_remove("/etc/todo/settings.env", O_WRONLY); }},
    {"write-secret", [] { return open_and_remove("/run/secrets/secret_key", O_WRONLY); }},
    {"write-sysctl", [] { return open_and_remove("/proc/sys/net/ipv4/tcp_fastopen", O_WRONLY); }},
    {"write-core-pattern", [] { return open_and_remove("/proc/sys/kernel/core_pattern", O_WRONLY); }},
    {"fill-tmp", fill_tmp},
    {"run-from-tmp", [] { return run_from("/tmp/probe-run", "run-from-tmp"); }},
    {"run-from-db", [] { return run_from("/db/probe-run", "run-from-db"); }},
    {"socket-tcp4", [] { return make_socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP); }},
    {"socket-tcp6", [] { return make_socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP); }},
    {"socket-udp4", [] { return make_socket(AF_INET, SOCK_DGRAM, 0); }},
    {"socket-udp6", [] { return make_socket(AF_INET6, SOCK_DGRAM, 0); }},
    {"socket-ping", [] { return make_socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP); }},
    {"socket-raw", [] { return make_socket(AF_INET, SOCK_RAW, IPPROTO_RAW); }},
    {"socket-mptcp", [] { return make_socket(AF_INET, SOCK_STREAM, 262); }},
    {"socket-sctp", [] { return make_socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP); }},
    {"socket-unix", [] { return make_socket(AF_UNIX, SOCK_STREAM, 0); }},
    {"socket-netlink", [] { return make_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE); }},
    {"socket-packet", [] { return make_socket(AF_PACKET, SOCK_RAW, 0); }},
    {"socket-vsock", [] { return make_socket(AF_VSOCK, SOCK_STREAM, 0); }},
    {"socket-alg", [] { return make_socket(AF_ALG, SOCK_SEQPACKET, 0); }},
    // The kernel looks at 32 bits of an int argument, a filter at 64: neither may be fooled.
    {"socket-unix-high-bits", [] { return result_of(syscall(SYS_socket, high_bits | AF_UNIX, SOCK_STREAM, 0)); }},
    {"socket-udp-high-bits", [] { return result_of(syscall(SYS_socket, AF_INET, high_bits | SOCK_DGRAM, 0)); }},
    {"socketpair", [] { int two[2]; return result_of(socketpair(AF_UNIX, SOCK_STREAM, 0, two)); }},
    {"connect", connect_out},
    {"sendto-fastopen", [] { return send_fastopen(true); }},
    {"sendto-address", [] { return send_fastopen(false); }},
    {"sendmsg-fastopen", sendmsg_fastopen},
    {"shutdown-listener", shut_down_reading_of_listener},
    {"listen-80", [] { return listen_on(80); }},
    {"listen-8001", [] { return listen_on(8001); }},
    {"map-executable", [] { return map(PROT_READ | PROT_WRITE | PROT_EXEC); }},
    {"make-executable", make_executable},
    {"memfd", [] { return result_of(syscall(SYS_memfd_create, "x", 0)); }},
    {"fork", [] { return clone_with(0); }},
    {"clone-user-namespace", [] { return clone_with(CLONE_NEWUSER); }},
    {"clone3", [] { return result_of(syscall(SYS_clone3, nullptr, 0)); }},
    {"unshare-user-namespace", [] { return result_of(unshare(CLONE_NEWUSER)); }},
    {"setns", [] { return result_of(setns(-1, 0)); }},
    {"mount", [] { return result_of(mount("none", "/tmp", "tmpfs", 0, nullptr)); }},
    {"new-mount-api", [] { return result_of(syscall(428 /* open_tree */, -100, "/", 0)); }},
    {"pivot-root", [] { return result_of(syscall(SYS_pivot_root, "/", "/")); }},
    {"set-uid-0", [] { return result_of(setuid(0)); }},
    {"set-groups", [] { return result_of(syscall(SYS_setgroups, 0, nullptr)); }},
    {"chown", [] { return result_of(fchownat(AT_FDCWD, "/tmp", 1001, 1001, 0)); }},
    {"make-node", [] { return result_of(syscall(SYS_mknodat, AT_FDCWD, "/tmp/node", 0020600, 259)); }},
    {"ptrace", [] { return result_of(ptrace(PTRACE_TRACEME, 0, nullptr, nullptr)); }},
    {"read-other-memory", [] { return result_of(syscall(SYS_process_vm_readv, 1, nullptr, 0, nullptr, 0, 0)); }},
    {"pidfd-open", [] { return result_of(syscall(SYS_pidfd_open, 1, 0)); }},
    {"kill", [] { return result_of(kill(1, 0)); }},
    {"bpf", [] { return result_of(syscall(SYS_bpf, 0, nullptr, 0)); }},
    {"perf-event", [] { return result_of(syscall(SYS_perf_event_open, nullptr, 0, -1, -1, 0)); }},
    {"io-uring", [] { return result_of(syscall(SYS_io_uring_setup, 1, nullptr)); }},
    {"userfaultfd", [] { return result_of(syscall(SYS_userfaultfd, 0)); }},
    {"add-key", [] { return result_of(syscall(SYS_add_key, "user", "x", "y", 1, -3)); }},
    {"keyctl", [] { return result_of(syscall(SYS_keyctl, 0, -3, 1)); }},
    {"shared-memory", [] { return result_of(syscall(SYS_shmget, 0, 4096, 01600)); }},
    {"message-queue", [] { return result_of(syscall(SYS_mq_open, "probe", O_CREAT | O_RDWR, 0600, nullptr)); }},
    {"personality", [] { return result_of(syscall(SYS_personality, 0xffffffff)); }},
    {"open-by-handle", [] { return result_of(syscall(SYS_open_by_handle_at, -1, nullptr, 0)); }},
    {"module", [] { return result_of(syscall(SYS_init_module, nullptr, 0, "")); }},
    {"kexec", [] { return result_of(syscall(SYS_kexec_load, 0, 0, nullptr, 0)); }},
    {"set-hostname", [] { return result_of(sethostname("x", 1)); }},
    {"raise-open-files", [] { return raise_limit(RLIMIT_NOFILE); }},
    {"raise-core", [] { return raise_limit(RLIMIT_CORE); }},
    {"capability-left", [] { return prctl(PR_CAPBSET_READ, 0, 0, 0, 0) == 0 ? "EPERM" : success; }},
    {"chroot", [] { return result_of(chroot("/tmp")); }},  // nearly last: it moves every path
    {"call-32-bit", call_32_bit},
    {"call-x32", call_x32},
};
// clang-format on

}  // namespace

/// Those that may end or replace the program run only when they are named.
bool runs_without_being_named(std::string_view name) {
  return !name.starts_with("call-") && !name.starts_with("run-");
}

int main(int count, char** names) {
  if (count == 3 && std::string_view(names[1]) == said_by_the_copy) {
    std::printf("%s ok\n", names[2]);
    return 0;
  }
  for (const auto& attempt : attempts) {
    bool wanted = count == 1 && runs_without_being_named(attempt.name);
    for (int i = 1; i < count; ++i) wanted |= attempt.name == names[i];
    if (!wanted) continue;
    const char* result = attempt.run();
    std::printf("%s %s\n", attempt.name.data(), result == success ? "ok" : result);
    std::fflush(stdout);
  }
}
