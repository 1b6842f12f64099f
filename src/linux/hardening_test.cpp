#include "linux/hardening.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "linux/abi.h"
#include "linux/forked.h"

namespace taut::kernel {
namespace {

using testing::attempt;
using testing::in_child;

std::string states() {
  std::string all;
  for (const auto& line : harden_process()) all += describe(line) + "\n";
  return all;
}

TEST(Hardening, NoNewPrivilegesHolds) {
  EXPECT_EQ(in_child([] {
              harden_process();
              return std::to_string(::prctl(PR_GET_NO_NEW_PRIVS, 0UL, 0UL, 0UL, 0UL));
            }),
            "1");
}

TEST(Hardening, TheProcessIsNotDumpable) {
  EXPECT_EQ(in_child([] {
              harden_process();
              return std::to_string(::prctl(PR_GET_DUMPABLE, 0UL, 0UL, 0UL, 0UL));
            }),
            "0");
}

TEST(Hardening, NoCoreFileIsAllowedAndTheLimitStaysForAnOrdinaryUser) {
  EXPECT_EQ(in_child([] {
              harden_process();
              rlimit limit{1, 1};
              ::getrlimit(RLIMIT_CORE, &limit);
              return std::to_string(limit.rlim_cur) + " " + std::to_string(limit.rlim_max);
            }),
            "0 0");
}

TEST(Hardening, NewExecutableMemoryIsRefusedWhereTheKernelCan) {
  if (::prctl(abi::prctl_get_mdwe, 0UL, 0UL, 0UL, 0UL) < 0)
    GTEST_SKIP() << "this kernel has no PR_SET_MDWE (Linux 6.3)";
  EXPECT_EQ(in_child([] {
              void* page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
              harden_process();
              const auto both =
                  ::mmap(nullptr, 4096, PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
              const std::string mapped = attempt(both == MAP_FAILED ? -1 : 0);
              return mapped + " " + attempt(::mprotect(page, 4096, PROT_READ | PROT_EXEC));
            }),
            "EACCES EACCES");
}

TEST(Hardening, EveryMeasureIsReportedInOrder) {
  const std::string report = in_child(states);
  std::size_t at = 0;
  for (const char* mechanism : {"no-new-privileges: active", "not-dumpable: active", "no-core-dumps: active",
                                "no-new-executable-memory: "}) {
    const auto found = report.find(mechanism, at);
    ASSERT_NE(found, std::string::npos) << mechanism << " in\n" << report;
    at = found;
  }
}

}  // namespace
}  // namespace taut::kernel
