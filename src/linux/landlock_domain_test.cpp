#include "linux/landlock_domain.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <csignal>
#include <cstddef>

#include "linux/abi.h"
#include "linux/forked.h"
#include "linux/hardening.h"

namespace taut::kernel {
namespace {

using testing::attempt;
using testing::in_child;
using testing::in_order;
using testing::TemporaryFolder;

TEST(LandlockRights, AKernelWithoutLandlockHandlesNothingAndSaysSo) {
  const auto rights = landlock_rights(0);
  EXPECT_EQ(rights.files | rights.network | rights.scopes, 0U);
  EXPECT_EQ(rights.missing.size(), 5U);
}

TEST(LandlockRights, EachVersionHandlesWhatItKnowsAndNamesTheRest) {
  EXPECT_EQ(landlock_rights(1).files, (1ULL << 13) - 1);
  EXPECT_EQ(landlock_rights(2).files, (1ULL << 14) - 1);
  EXPECT_EQ(landlock_rights(3).files, (1ULL << 15) - 1);
  EXPECT_EQ(landlock_rights(5).files, (1ULL << 16) - 1);
  EXPECT_EQ(landlock_rights(3).network, 0U);
  EXPECT_EQ(landlock_rights(4).network, abi::access_bind_tcp | abi::access_connect_tcp);
  EXPECT_EQ(landlock_rights(5).scopes, 0U);
  EXPECT_EQ(landlock_rights(6).scopes, abi::scope_signal | abi::scope_abstract_unix_socket);
  EXPECT_EQ(landlock_rights(1).missing.size(), 4U);
  EXPECT_EQ(landlock_rights(3).missing.front(), "TCP ports (Linux 6.7)");
  EXPECT_EQ(landlock_rights(5).missing,
            std::vector<std::string>{"abstract sockets and signals (Linux 6.12)"});
  EXPECT_TRUE(landlock_rights(6).missing.empty());
  EXPECT_EQ(landlock_rights(99).files, landlock_rights(6).files) << "never more than what we know";
}

class Landlock : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto version = landlock_abi();
    if (!version) GTEST_SKIP() << version.error().message();
    abi_ = *version;
  }

  std::string too_old(int needed) const {
    return "Landlock ABI " + std::to_string(abi_) + ", needs " + std::to_string(needed);
  }

  /// In a child that is restricted to `folder_` (and port 18000).
  std::string restricted(const std::function<std::string()>& work) const {
    return in_child([&] {
      harden_process();
      const auto report = restrict_self({{folder_.path}, {}, std::vector<std::uint16_t>{18000}});
      return report ? work() : report.error().message();
    });
  }

  std::string in_folder(const char* name) const { return folder_.path + "/" + name; }

  int abi_ = 0;
  TemporaryFolder folder_;
};

std::string open_file_at(const std::string& path, int flags) {
  return attempt(::open(path.c_str(), flags | O_CLOEXEC, 0600));
}

TEST_F(Landlock, FilesInTheWritableFolderComeAndGo) {
  EXPECT_EQ(restricted([&] {
              const std::string path = in_folder("a");
              const std::string moved = in_folder("b");
              return in_order({open_file_at(path, O_RDWR | O_CREAT), attempt(::truncate(path.c_str(), 4096)),
                               attempt(::rename(path.c_str(), moved.c_str())),
                               open_file_at(folder_.path, O_RDONLY | O_DIRECTORY),
                               attempt(::unlink(moved.c_str()))});
            }),
            "ok ok ok ok ok");
}

TEST_F(Landlock, OnlyFilesCanBeMadeThere) {
  EXPECT_EQ(restricted([&] {
              const std::string path = in_folder("a");
              return in_order({attempt(::mkdir(path.c_str(), 0700)), attempt(::symlink("/etc", path.c_str())),
                               attempt(::mkfifo(path.c_str(), 0600)),
                               attempt(::mknod(path.c_str(), S_IFBLK | 0600, 0))});
            }),
            "EACCES EACCES EACCES EACCES");
}

TEST_F(Landlock, NothingOutsideCanBeReadOrWrittenOrListed) {
  const TemporaryFolder other;
  EXPECT_EQ(
      restricted([&] {
        return in_order({open_file_at("/etc/passwd", O_RDONLY), open_file_at("/proc/self/environ", O_RDONLY),
                         open_file_at(other.path + "/x", O_RDWR | O_CREAT),
                         open_file_at("/", O_RDONLY | O_DIRECTORY),
                         open_file_at(in_folder("../taut-is-not-here"), O_RDWR | O_CREAT)});
      }),
      "EACCES EACCES EACCES EACCES EACCES");
}

TEST_F(Landlock, ReadablePathsCanBeReadOnly) {
  EXPECT_EQ(
      in_child([] {
        harden_process();
        if (!restrict_self({{}, {"/etc/passwd", "/usr"}, {}})) return std::string("no report");
        return in_order({open_file_at("/etc/passwd", O_RDONLY), open_file_at("/etc/passwd", O_RDWR),
                         open_file_at("/usr", O_RDONLY | O_DIRECTORY),
                         open_file_at("/usr/x", O_RDWR | O_CREAT), open_file_at("/etc/group", O_RDONLY)});
      }),
      "ok EACCES ok EACCES EACCES");
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

std::string bind_to(std::uint16_t port) {
  const auto address = loopback(port);
  const int on = 1;
  const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  return attempt(::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address));
}

TEST_F(Landlock, OnlyTheListedPortCanBeBound) {
  if (abi_ < 4) GTEST_SKIP() << too_old(4);
  EXPECT_EQ(restricted([] { return in_order({bind_to(18000), bind_to(18001), bind_to(0)}); }),
            "ok EACCES EACCES");
}

TEST_F(Landlock, WithoutAListEveryPortCanBeBound) {
  EXPECT_EQ(in_child([] {
              harden_process();
              return restrict_self({}) ? bind_to(0) : "no report";
            }),
            "ok");
}

TEST_F(Landlock, NothingCanBeConnectedTo) {
  if (abi_ < 4) GTEST_SKIP() << too_old(4);
  EXPECT_EQ(
      restricted([] {
        const auto address = loopback(18000);
        const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        return attempt(::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address));
      }),
      "EACCES");
}

TEST_F(Landlock, OtherProcessesCannotBeSignalled) {
  if (abi_ < 6) GTEST_SKIP() << too_old(6);
  EXPECT_EQ(
      restricted([] { return in_order({attempt(::kill(::getppid(), 0)), attempt(::kill(::getpid(), 0))}); }),
      "EPERM ok");
}

TEST_F(Landlock, AnAbstractSocketOutsideCannotBeReached) {
  if (abi_ < 6) GTEST_SKIP() << too_old(6);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = "taut-" + std::to_string(::getpid());
  name.copy(&address.sun_path[1], name.size());  // a first byte of zero: abstract
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  const auto* raw = reinterpret_cast<const sockaddr*>(&address);
  const UniqueFd listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ASSERT_EQ(::bind(listener.get(), raw, size), 0);
  ASSERT_EQ(::listen(listener.get(), 1), 0);
  const auto reach = [&] {
    const UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    return attempt(::connect(fd.get(), raw, size));
  };
  EXPECT_EQ(in_child(reach), "ok");
  EXPECT_EQ(restricted(reach), "EPERM");
}

TEST_F(Landlock, AFolderThatDoesNotExistIsAnErrorAndRestrictsNothing) {
  EXPECT_EQ(
      in_child([] {
        harden_process();
        const auto report = restrict_self({{"/no/such/folder"}, {}, {}});
        return in_order({(report ? "no error" : report.error().what), open_file_at("/etc/passwd", O_RDONLY)});
      }),
      "open /no/such/folder ok");
}

TEST_F(Landlock, TheReportNamesTheVersionAndWhatIsMissing) {
  EXPECT_EQ(in_child([] {
              harden_process();
              const auto report = restrict_self({});
              return std::to_string(report->abi) + " " + std::to_string(report->missing.size());
            }),
            std::to_string(abi_) + " " + std::to_string(landlock_rights(abi_).missing.size()));
}

}  // namespace
}  // namespace taut::kernel
