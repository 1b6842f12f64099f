// The whole sandbox: what it reports, threads, memory, programs and other processes. Files:
// sandbox_files_test.cpp; network: sandbox_network_test.cpp.
#include "linux/sandbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <csignal>
#include <thread>

#include "linux/confined.h"
#include "linux/procfs.h"

namespace taut::kernel {
namespace {

using testing::attempt;
using testing::close_sandbox;
using testing::confined;
using testing::in_child;
using testing::in_order;
using testing::TemporaryFolder;

// What the report says

TEST(SandboxReport, AnOldKernelDegradesAndTheLineSaysWhatIsNotEnforced) {
  const LandlockReport old{3, "", landlock_rights(3).missing};
  EXPECT_EQ(describe(landlock_line(old, 0)),
            "landlock: degraded (ABI 3, not enforced: TCP ports (Linux 6.7), ioctl on devices (Linux 6.10), "
            "abstract sockets and "
            "signals (Linux 6.12))");
  EXPECT_EQ(describe(landlock_line({7, "", {}}, 0)), "landlock: active (ABI 7)");
}

TEST(SandboxReport, AKernelWithoutLandlockIsMissingWithTheReason) {
  const LandlockReport none{0, "this kernel has no Landlock (Linux 5.13)", landlock_rights(0).missing};
  EXPECT_EQ(describe(landlock_line(none, 0)), "landlock: missing (this kernel has no Landlock (Linux 5.13))");
}

TEST(SandboxReport, ThreadsThatRanAlreadyDegradeLandlock) {
  EXPECT_EQ(describe(landlock_line({7, "", {}}, 2)),
            "landlock: degraded (ABI 7, not on 2 threads that ran already)");
}

TEST(SandboxReport, SeccompIsActiveDegradedOrMissing) {
  EXPECT_EQ(
      describe(seccomp_line({.active = true, .logged = true, .all_threads = true, .reason = "", .rules = 9})),
      "seccomp: active (9 rules)");
  EXPECT_EQ(
      seccomp_line({.active = true, .logged = false, .all_threads = true, .reason = "", .rules = 9}).state,
      MechanismState::degraded);
  EXPECT_EQ(describe(seccomp_line(
                {.active = false, .logged = false, .all_threads = false, .reason = "no", .rules = 0})),
            "seccomp: missing (no)");
}

TEST(SandboxReport, IsCompleteWhenEveryMechanismIsActive) {
  EXPECT_TRUE((SandboxReport{{{"a", MechanismState::active, ""}}}).complete());
  EXPECT_FALSE(
      (SandboxReport{{{"a", MechanismState::active, ""}, {"b", MechanismState::degraded, ""}}}).complete());
}

TEST(Sandbox, ReportsEveryMechanismInTheOrderOfItsApplication) {
  const TemporaryFolder data;
  EXPECT_EQ(in_child([&] {
              std::string names;
              for (const auto& line : close_sandbox({data.path, 18000}).lines) names += line.mechanism + " ";
              return names;
            }),
            "no-new-privileges not-dumpable no-core-dumps no-new-executable-memory landlock seccomp ");
}

TEST(Sandbox, SeccompIsActiveAndLogged) {
  const TemporaryFolder data;
  EXPECT_THAT(in_child([&] { return describe(close_sandbox({data.path, 18000}).lines.back()); }),
              ::testing::StartsWith("seccomp: active ("));
}

TEST(Sandbox, AMissingDataFolderIsAnError) {
  EXPECT_EQ(in_child([] {
              const auto report = confine_files_and_ports({"/no/such/folder", 18000});
              return report ? "no error" : report.error().message();
            }),
            "open /no/such/folder: No such file or directory");
}

TEST(Sandbox, APortThatIsNotChosenYetIsReported) {
  if (!landlock_abi() || *landlock_abi() < 4) GTEST_SKIP() << "needs Landlock ABI 4";
  const TemporaryFolder data;
  EXPECT_THAT(in_child([&] { return describe(confine_files_and_ports({data.path, 0})->lines.back()); }),
              ::testing::HasSubstr("not enforced: the port to bind"));
}

// Threads

TEST(Sandbox, AThreadStartedLaterIsConfinedToo) {
  EXPECT_EQ(confined([] {
              std::string told;
              std::thread([&] {
                told = in_order({attempt(::socket(AF_INET, SOCK_STREAM, 0)),
                                 attempt(::syscall(SYS_unshare, CLONE_NEWUSER)),
                                 attempt(::open("/etc/passwd", O_RDONLY))});
              }).join();
              return told;
            }),
            landlock_abi() ? "EPERM EPERM EACCES" : "EPERM EPERM ok");
}

TEST(Sandbox, TheKernelSaysSoOfEveryThread) {
  const TemporaryFolder data;
  int go[2];
  int ready[2];
  ASSERT_EQ(::pipe(go) | ::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    close_sandbox({data.path, 18000});
    std::thread other([&] {
      char byte = 0;
      [[maybe_unused]] auto moved = ::write(ready[1], "r", 1);
      moved = ::read(go[0], &byte, 1);
    });
    other.join();
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  const auto threads = read_thread_statuses(std::to_string(child));
  [[maybe_unused]] const auto wrote = ::write(go[1], "g", 1);
  ::waitpid(child, nullptr, 0);
  for (const int fd : {go[0], go[1], ready[0], ready[1]}) ::close(fd);
  ASSERT_TRUE(threads) << threads.error().message();
  EXPECT_GE(threads->size(), 2U);
  for (const auto& thread : *threads) {
    EXPECT_EQ(thread.seccomp_mode, 2) << thread.process_id;
    EXPECT_EQ(thread.no_new_privileges, true) << thread.process_id;
  }
}

TEST(Sandbox, AThreadThatRanBeforeIsReportedAndUnderTheFilterAllTheSame) {
  if (!landlock_abi()) GTEST_SKIP() << landlock_abi().error().message();
  const TemporaryFolder data;
  EXPECT_THAT(in_child([&] {
                int go[2];
                if (::pipe(go) != 0) return std::string("no pipe");
                std::string told;
                std::thread early([&] {
                  char byte = 0;
                  [[maybe_unused]] const auto got = ::read(go[0], &byte, 1);
                  told = in_order(
                      {attempt(::open("/etc/passwd", O_RDONLY)), attempt(::socket(AF_INET, SOCK_STREAM, 0))});
                });
                const auto report = close_sandbox({data.path, 18000});
                [[maybe_unused]] const auto wrote = ::write(go[1], "g", 1);
                early.join();
                return told + " " + describe(report.lines[4]);
              }),
              ::testing::MatchesRegex("ok EPERM landlock: degraded .*threads that ran already.*"));
}

// Processes and programs

TEST(Sandbox, StartingAProgramKillsTheProcess) {
  EXPECT_EQ(confined([] { return attempt(::execl("/bin/true", "true", nullptr)); }), "killed by SIGSYS");
  EXPECT_EQ(
      confined([] { return attempt(::syscall(SYS_execveat, AT_FDCWD, "/bin/true", nullptr, nullptr, 0)); }),
      "killed by SIGSYS");
}

TEST(Sandbox, DebuggingKillsTheProcess) {
  EXPECT_EQ(confined([] { return attempt(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr)); }),
            "killed by SIGSYS");
}

TEST(Sandbox, NoProcessCanBeStarted) {
  EXPECT_EQ(confined([] { return attempt(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)); }), "EPERM");
  EXPECT_EQ(confined([] { return attempt(::fork()); }), "EPERM");
}

TEST(Sandbox, Clone3IsUnknownSoThatTheLibraryFallsBack) {
  EXPECT_EQ(confined([] {
              clone_args arguments{};
              return attempt(::syscall(SYS_clone3, &arguments, sizeof arguments));
            }),
            "ENOSYS");
}

TEST(Sandbox, NoNamespaceCanBeMadeEvenBesideTheFlagsOfAThread) {
  constexpr long thread = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SYSVSEM | CLONE_SIGHAND | CLONE_THREAD |
                          CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
  for (const long space : {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS,
                           CLONE_NEWCGROUP}) {
    EXPECT_EQ(confined([&] { return attempt(::syscall(SYS_clone, thread | space, 0, 0, 0, 0)); }), "EPERM")
        << space;
    EXPECT_EQ(confined([&] { return attempt(::syscall(SYS_clone, SIGCHLD | space, 0, 0, 0, 0)); }), "EPERM")
        << space;
  }
}

TEST(Sandbox, SignalsReachOnlyThisProcess) {
  EXPECT_EQ(confined([] { return attempt(::kill(1, 0)); }), "EPERM");
  EXPECT_EQ(confined([] { return attempt(::syscall(SYS_tgkill, 1, 1, 0)); }), "EPERM");
  EXPECT_EQ(confined([]() -> std::string { std::abort(); }), "killed by SIGABRT");
}

TEST(Sandbox, WhatWasGivenUpCannotBeTakenBack) {
  EXPECT_EQ(confined([] {
              return in_order({attempt(::prctl(PR_SET_DUMPABLE, 1UL, 0UL, 0UL, 0UL)),
                               attempt(::prctl(PR_CAP_AMBIENT, 2UL, 0UL, 0UL, 0UL)),
                               attempt(::prctl(PR_SET_SECCOMP, 1UL, 0UL, 0UL, 0UL)),
                               attempt(::prctl(PR_SET_NAME, "name", 0UL, 0UL, 0UL))});
            }),
            "EPERM EPERM EPERM ok");
}

// Memory

TEST(Sandbox, NoMemoryBecomesExecutable) {
  EXPECT_EQ(confined([] {
              const auto map = [](int protection) {
                return ::mmap(nullptr, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
              };
              void* page = map(PROT_READ | PROT_WRITE);
              return in_order({attempt(page == MAP_FAILED ? -1 : 0),
                               attempt(map(PROT_READ | PROT_WRITE | PROT_EXEC) == MAP_FAILED ? -1 : 0),
                               attempt(map(PROT_READ | PROT_EXEC) == MAP_FAILED ? -1 : 0),
                               attempt(::mprotect(page, 4096, PROT_READ | PROT_EXEC)),
                               attempt(::mprotect(page, 4096, PROT_READ)),
                               attempt(::syscall(SYS_pkey_mprotect, page, 4096, PROT_EXEC, -1)),
                               attempt(::syscall(SYS_memfd_create, "x", 0))});
            }),
            "ok EPERM EPERM EPERM ok EPERM EPERM");
}

// The rest of the kernel

TEST(Sandbox, WhatTheServerDoesNotNeedIsRefused) {
  struct Refused {
    const char* name;
    long number;
  };
  static constexpr Refused all[] = {{"unshare", SYS_unshare},
                                    {"setns", SYS_setns},
                                    {"mount", SYS_mount},
                                    {"umount2", SYS_umount2},
                                    {"pivot_root", SYS_pivot_root},
                                    {"chroot", SYS_chroot},
                                    {"bpf", SYS_bpf},
                                    {"perf_event_open", SYS_perf_event_open},
                                    {"keyctl", SYS_keyctl},
                                    {"add_key", SYS_add_key},
                                    {"userfaultfd", SYS_userfaultfd},
                                    {"io_uring_setup", SYS_io_uring_setup},
                                    {"open_by_handle_at", SYS_open_by_handle_at},
                                    {"name_to_handle_at", SYS_name_to_handle_at},
                                    {"process_vm_readv", SYS_process_vm_readv},
                                    {"pidfd_open", SYS_pidfd_open},
                                    {"pidfd_getfd", SYS_pidfd_getfd},
                                    {"personality", SYS_personality},
                                    {"init_module", SYS_init_module},
                                    {"kexec_load", SYS_kexec_load},
                                    {"reboot", SYS_reboot},
                                    {"setuid", SYS_setuid},
                                    {"setgid", SYS_setgid},
                                    {"capset", SYS_capset},
                                    {"seccomp", SYS_seccomp},
                                    {"shmat", SYS_shmat},
                                    {"splice", SYS_splice},
                                    {"sendfile", SYS_sendfile},
                                    {"vmsplice", SYS_vmsplice},
                                    {"kcmp", SYS_kcmp},
                                    {"prlimit64", SYS_prlimit64},
                                    {"setpriority", SYS_setpriority},
                                    {"quotactl", SYS_quotactl},
                                    {"swapon", SYS_swapon},
                                    {"sethostname", SYS_sethostname},
                                    {"settimeofday", SYS_settimeofday},
                                    {"inotify_init1", SYS_inotify_init1},
                                    {"fanotify_init", SYS_fanotify_init},
                                    {"dup", SYS_dup},
                                    {"memfd_secret", 447},
                                    {"a future number", 2000}};
  for (const auto& call : all) {
    EXPECT_EQ(confined([&] { return attempt(::syscall(call.number, 0, 0, 0, 0, 0, 0)); }), "EPERM")
        << call.name;
  }
}

}  // namespace
}  // namespace taut::kernel
