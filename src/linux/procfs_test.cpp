#include "linux/procfs.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace taut::kernel {
namespace {

// /proc/1/status of a hardened container, shortened.
constexpr std::string_view hardened =
    "Name:\ttodo\nUmask:\t0077\nState:\tS (sleeping)\nTgid:\t1\nNgid:\t0\nPid:\t1\nPPid:\t0\nTracerPid:\t0\n"
    "Uid:\t1000\t1001\t1002\t1003\nGid:\t2000\t2001\t2002\t2003\nFDSize:\t64\nGroups:\t1000 27 "
    "\nThreads:\t3\n"
    "CapInh:\t0000000000000001\nCapPrm:\t0000000000000002\nCapEff:\t0000000000000004\nCapBnd:"
    "\t000001ffffffffff\n"
    "CapAmb:\t0000000000000008\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t2\n";

std::string without_line(std::string_view name) {
  std::string text(hardened);
  const auto begin = text.find("\n" + std::string(name) + ":") + 1;
  return text.erase(begin, text.find('\n', begin) + 1 - begin);
}

TEST(Procfs, EveryFieldOfAStatusIsRead) {
  const auto status = parse_status(hardened);
  ASSERT_TRUE(status);
  EXPECT_EQ(status->name, "todo");
  EXPECT_EQ(status->users.real, 1000U);
  EXPECT_EQ(status->users.effective, 1001U);
  EXPECT_EQ(status->users.saved, 1002U);
  EXPECT_EQ(status->groups.file_system, 2003U);
  EXPECT_EQ(status->supplementary_groups, (std::vector<std::uint32_t>{1000, 27}));
  EXPECT_EQ(status->capabilities.inheritable, 1U);
  EXPECT_EQ(status->capabilities.permitted, 2U);
  EXPECT_EQ(status->capabilities.effective, 4U);
  EXPECT_EQ(status->capabilities.bounding, 0x1FFFFFFFFFFU);
  EXPECT_EQ(status->capabilities.ambient, 8U);
  EXPECT_EQ(status->no_new_privileges, true);
  EXPECT_EQ(status->seccomp_mode, 2);
  EXPECT_EQ(status->seccomp_filters, 2);
  EXPECT_EQ(status->threads, 3);
}

TEST(Procfs, AMissingLineIsAnErrorThatNamesIt) {
  for (const char* name :
       {"Uid", "Gid", "Groups", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "Threads"}) {
    const auto status = parse_status(without_line(name));
    ASSERT_FALSE(status) << name;
    EXPECT_NE(status.error().what.find(name), std::string::npos) << status.error().what;
  }
}

TEST(Procfs, LinesOfNewerKernelsMayBeMissing) {
  for (const char* name : {"NoNewPrivs", "Seccomp", "Seccomp_filters"})
    EXPECT_TRUE(parse_status(without_line(name))) << name;
  EXPECT_FALSE(parse_status(without_line("Seccomp"))->seccomp_mode);
}

TEST(Procfs, NonsenseIsAnErrorNotANumber) {
  for (const char* capabilities : {"", "-1", "0x1", "1ffffffffffffffff", "12 34", "g"}) {
    std::string text(hardened);
    const std::string line = "CapEff:\t0000000000000004";
    text.replace(text.find(line), line.size(), "CapEff:\t" + std::string(capabilities));
    EXPECT_FALSE(parse_status(text)) << capabilities;
  }
}

TEST(Procfs, AProcessCannotForgeALineByItsName) {
  std::string text(hardened);
  text.insert(text.find('\n'), " CapEff:");
  EXPECT_EQ(parse_status(text)->capabilities.effective, 4U);
}

TEST(Procfs, OurOwnStatusIsRead) {
  const auto status = read_status("self");
  ASSERT_TRUE(status) << status.error().message();
  EXPECT_EQ(status->process_id, ::getpid());
  EXPECT_EQ(status->users.effective, ::geteuid());
}

TEST(Procfs, EveryThreadHasAStatus) {
  const auto threads = read_thread_statuses(std::to_string(::getpid()));
  ASSERT_TRUE(threads) << threads.error().message();
  ASSERT_EQ(std::ssize(*threads), threads->front().threads);
  EXPECT_EQ(threads->front().thread_group, ::getpid());
}

TEST(Procfs, AProcessThatDoesNotExistIsAnError) {
  EXPECT_FALSE(read_status("4194305"));
}

}  // namespace
}  // namespace taut::kernel
