// Files under the whole sandbox: SQLite works in the data folder in both journal modes, and nothing outside
// it can be touched.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <thread>

#include "base/file.h"
#include "linux/confined.h"
#include "linux/landlock_domain.h"

namespace taut::kernel {
namespace {

using testing::attempt;
using testing::close_sandbox;
using testing::confined;
using testing::in_child;
using testing::in_order;
using testing::TemporaryFolder;

std::string open_at(const std::string& path, int flags) {
  return attempt(::open(path.c_str(), flags | O_CLOEXEC, 0600));
}

/// Runs SQL on a connection of its own; the first column of the last row, or the error.
std::string query(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  std::string answer;
  const auto keep = [](void* target, int, char** values, char**) {
    *static_cast<std::string*>(target) = values[0] ? values[0] : "";
    return 0;
  };
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  int problem = ::sqlite3_open_v2(path.c_str(), &database, flags, nullptr);
  if (problem == SQLITE_OK) problem = ::sqlite3_exec(database, sql.c_str(), keep, &answer, nullptr);
  if (problem != SQLITE_OK)
    answer = std::string(::sqlite3_errmsg(database)) + " (" +
             std::to_string(::sqlite3_extended_errcode(database)) + ")";
  ::sqlite3_close(database);
  return answer;
}

std::string write_and_read(const std::string& folder, const std::string& journal_mode) {
  const std::string path = folder + "/db.sqlite3";
  const std::string prelude =
      "PRAGMA journal_mode = " + journal_mode + "; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;";
  const std::string made = query(path, prelude + "CREATE TABLE t (x); INSERT INTO t VALUES (1), (2);");
  std::string from_thread;
  std::thread([&] {
    from_thread =
        query(path, prelude +
                        "BEGIN IMMEDIATE; UPDATE t SET x = x + 10; COMMIT; BEGIN; DELETE FROM t; ROLLBACK;"
                        "PRAGMA wal_checkpoint(TRUNCATE); SELECT sum(x) FROM t;");
  }).join();
  return made + " " + from_thread + " " + query(path, "PRAGMA integrity_check; PRAGMA journal_mode;");
}

TEST(SandboxFiles, SqliteWorksInWalMode) {
  const TemporaryFolder data;
  EXPECT_EQ(in_child([&] {
              close_sandbox({data.path, 18000});
              return write_and_read(data.path, "WAL");
            }),
            "wal 23 wal");
}

TEST(SandboxFiles, SqliteWorksInDeleteMode) {
  const TemporaryFolder data;
  EXPECT_EQ(in_child([&] {
              close_sandbox({data.path, 18000});
              return write_and_read(data.path, "DELETE");
            }),
            "delete 23 delete");
}

TEST(SandboxFiles, ADatabaseThatIsOpenAlreadyStaysInUse) {
  const TemporaryFolder data;
  EXPECT_EQ(
      in_child([&] {
        auto report = confine_files_and_ports({data.path, 18000});
        sqlite3* database = nullptr;
        ::sqlite3_open((data.path + "/db.sqlite3").c_str(), &database);
        ::sqlite3_exec(database, "PRAGMA journal_mode = WAL; CREATE TABLE t (x);", nullptr, nullptr, nullptr);
        if (!report || !confine_system_calls(*report)) return std::string("not confined");
        const int problem =
            ::sqlite3_exec(database, "INSERT INTO t VALUES (1); SELECT * FROM t;", nullptr, nullptr, nullptr);
        return std::string(::sqlite3_errstr(problem)) + ", " + ::sqlite3_errstr(::sqlite3_close(database));
      }),
      "not an error, not an error");
}

TEST(SandboxFiles, NothingOutsideTheDataFolderCanBeOpened) {
  if (!landlock_abi()) GTEST_SKIP() << landlock_abi().error().message();
  EXPECT_EQ(
      confined([] {
        return in_order({open_at("/tmp/taut-is-not-here", O_RDWR | O_CREAT), open_at("/etc/passwd", O_RDONLY),
                         open_at("/proc/self/mem", O_RDWR), open_at("/proc/self/environ", O_RDONLY),
                         open_at("/dev/null", O_RDWR), open_at("/", O_RDONLY | O_DIRECTORY)});
      }),
      "EACCES EACCES EACCES EACCES EACCES EACCES");
}

TEST(SandboxFiles, ALinkInTheDataFolderDoesNotLeadOut) {
  if (!landlock_abi()) GTEST_SKIP() << landlock_abi().error().message();
  const TemporaryFolder data;
  ASSERT_EQ(::symlink("/etc/passwd", (data.path + "/link").c_str()), 0);
  EXPECT_EQ(in_child([&] {
              close_sandbox({data.path, 18000});
              return open_at(data.path + "/link", O_RDONLY);
            }),
            "EACCES");
}

TEST(SandboxFiles, FoldersLinksAndRenamesAreRefused) {
  const TemporaryFolder data;
  EXPECT_EQ(
      in_child([&] {
        const std::string path = data.path + "/x";
        const std::string other = data.path + "/y";
        close_sandbox({data.path, 18000});
        return in_order({open_at(path, O_RDWR | O_CREAT), attempt(::mkdir(other.c_str(), 0700)),
                         attempt(::symlink("x", other.c_str())), attempt(::link(path.c_str(), other.c_str())),
                         attempt(::rename(path.c_str(), other.c_str())), attempt(::rmdir(data.path.c_str())),
                         attempt(::chmod(path.c_str(), 0777)), attempt(::truncate(path.c_str(), 1)),
                         attempt(::unlink(path.c_str()))});
      }),
      "ok EPERM EPERM EPERM EPERM EPERM EPERM EPERM ok");
}

TEST(SandboxFiles, NoFileCanBeMadeSetUserId) {
  const TemporaryFolder data;
  EXPECT_EQ(in_child([&] {
              close_sandbox({data.path, 18000});
              const UniqueFd fd(::open((data.path + "/x").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
              return in_order({attempt(::fchmod(fd.get(), 0644)), attempt(::fchmod(fd.get(), 04755)),
                               attempt(::fchmod(fd.get(), 02755)), attempt(::fchown(fd.get(), 1, 1))});
            }),
            "ok EPERM EPERM EPERM");
}

TEST(SandboxFiles, OnlyTheNeededCommandsReachADescriptor) {
  const TemporaryFolder data;
  EXPECT_EQ(in_child([&] {
              const UniqueFd fd(::open((data.path + "/x").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
              close_sandbox({data.path, 18000});
              struct flock lock{};
              lock.l_type = F_WRLCK;
              return in_order(
                  {attempt(::fcntl(fd.get(), F_SETLK, &lock)), attempt(::fcntl(fd.get(), F_GETFD)),
                   attempt(::fcntl(fd.get(), F_SETOWN, 1)), attempt(::fcntl(fd.get(), F_SETFL, O_ASYNC)),
                   attempt(::fcntl(fd.get(), F_DUPFD, 50)), attempt(::ioctl(fd.get(), TIOCSTI, "x")),
                   attempt(::ioctl(fd.get(), FIONREAD, &lock))});
            }),
            "ok ok EPERM EPERM EPERM EPERM EPERM");
}

}  // namespace
}  // namespace taut::kernel
