#include "todo/store/copy.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/file.h"
#include "todo/store/connection.h"
#include "todo/store/errors.h"

namespace todo {
namespace {

constexpr int pages_per_step = 256;  // between steps the writer gets its turn

bool exists(const std::string& path) {
  struct stat found{};
  return ::lstat(path.c_str(), &found) == 0;
}

/// sqlite.org/backup.html: a change by another process restarts the copy, so it ends with one state of the
/// database.
void run_backup(SQLite::Database& from, SQLite::Database& into) {
  sqlite3_backup* backup = sqlite3_backup_init(into.getHandle(), "main", from.getHandle(), "main");
  if (backup == nullptr) throw SQLite::Exception(into.getHandle());
  int code = SQLITE_OK;
  for (int waited_ms = 0; waited_ms <= busy_timeout_ms;) {
    code = sqlite3_backup_step(backup, pages_per_step);
    if (code == SQLITE_OK) continue;
    if (code != SQLITE_BUSY && code != SQLITE_LOCKED) break;
    waited_ms += sqlite3_sleep(10);
  }
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) throw SQLite::Exception(into.getHandle(), code);
}

taut::Result<void> write_part(SQLite::Database& source, const std::string& part) {
  SQLite::Database copy(plain_path(part), SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX);
  try {
    harden(copy);
    copy.exec("PRAGMA synchronous = FULL");
    run_backup(source, copy);
    // The header says WAL when the source's does; without it the copy is one file, readable anywhere.
    copy.exec("PRAGMA journal_mode = DELETE");
    const std::string verdict = copy.execAndGet("PRAGMA integrity_check(1)").getString();
    if (verdict == "ok") return {};
    return taut::failure("the copy " + part + " failed its integrity check (" + verdict +
                         "): the database is damaged");
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected(explain(copy, exception, "write the copy", part));
  }
}

taut::Result<void> sync_file(const std::string& path) {
  auto fd = taut::open_file(path, O_RDONLY);
  if (!fd) return taut::propagate(fd);
  if (::fsync(fd->get()) != 0) return taut::failure("fsync " + path, errno);
  return {};
}

/// link(2), as rename(2) would replace a file that came into being meanwhile; file systems without hard links
/// get rename.
taut::Result<void> give_name(const std::string& part, const std::string& target) {
  if (::link(part.c_str(), target.c_str()) == 0) {
    ::unlink(part.c_str());
    return {};
  }
  if (errno == EEXIST) return taut::failure("write " + target, EEXIST);
  if (::rename(part.c_str(), target.c_str()) != 0)
    return taut::failure("rename " + part + " to " + target, errno);
  return {};
}

}  // namespace

taut::Result<void> sync_folder_of(const std::string& path) {
  const std::string folder = taut::parent_folder(path);
  auto fd = taut::open_file(folder, O_RDONLY | O_DIRECTORY);
  if (!fd) return taut::propagate(fd);
  if (::fsync(fd->get()) != 0) return taut::failure("fsync " + folder, errno);
  return {};
}

std::string free_name(const std::string& path, const std::string& label) {
  std::string name = path + "." + label;
  for (int number = 2; exists(name); ++number) name = path + "." + label + "-" + std::to_string(number);
  return name;
}

taut::Result<void> copy_database(const DatabaseOptions& options, const std::string& target) {
  if (exists(target)) return taut::failure("write " + target, EEXIST);
  auto source = open_connection(options, Access::inspect);
  if (!source) return taut::propagate(source);
  const std::string part = target + ".part";
  ::unlink(part.c_str());  // left by a copy that was killed
  {
    auto fd = taut::open_file(part, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (!fd) return taut::propagate(fd);
  }
  taut::Result<void> result;
  try {
    result = write_part(*source, part);
  } catch (const SQLite::Exception& exception) {
    result = tl::unexpected(explain(exception, errno, "open the copy", part));
  }
  if (result) result = sync_file(part);
  if (result) result = give_name(part, target);
  if (!result) {
    ::unlink(part.c_str());
    return result;
  }
  return sync_folder_of(target);
}

taut::Result<std::string> copy_beside(const DatabaseOptions& options, const std::string& label) {
  const std::string name = free_name(options.path, label);
  if (auto copied = copy_database(options, name); !copied) return taut::propagate(copied);
  return name;
}

}  // namespace todo
