#include "todo/store/errors.h"

#include <cerrno>

namespace todo {
namespace {

/// `extended_code` without its details: SQLITE_IOERR for SQLITE_IOERR_FSYNC.
int primary(int extended_code) {
  return extended_code & 0xff;
}

std::string advice(int extended_code, StoreProblem problem) {
  if (primary(extended_code) == SQLITE_NOTADB) {
    return "the file is not an SQLite database; move it away, or set DATABASE_PATH to another file";
  }
  if (primary(extended_code) == SQLITE_CORRUPT) {
    return "the database is damaged; stop the app, keep a copy of the folder and restore a backup with `todo "
           "restore FILE`";
  }
  if (primary(extended_code) == SQLITE_CANTOPEN && problem == StoreProblem::broken) {
    return "check that the folder exists and that this user may write in it";
  }
  switch (problem) {
    case StoreProblem::full:
      return "the disk is full (or a quota is used up); free some space and start again";
    case StoreProblem::read_only:
      return "the file or its folder cannot be written by this user; mount it writable, or correct the owner "
             "with `todo chown-data UID:GID`";
    case StoreProblem::busy:
      return "another program holds the database; stop it and start again";
    case StoreProblem::broken:
    case StoreProblem::stopping:
      break;
  }
  return "see sqlite.org/rescode.html";
}

}  // namespace

StoreProblem problem_of(int extended_code, int system_errno) {
  switch (primary(extended_code)) {
    case SQLITE_FULL:
      return StoreProblem::full;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return StoreProblem::read_only;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return StoreProblem::busy;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      if (system_errno == ENOSPC || system_errno == EDQUOT || system_errno == EFBIG)
        return StoreProblem::full;
      if (system_errno == EROFS || system_errno == EACCES || system_errno == EPERM)
        return StoreProblem::read_only;
      return StoreProblem::broken;
    default:
      return StoreProblem::broken;
  }
}

StoreError store_error(sqlite3* connection, const SQLite::Exception& exception, const std::string& doing) {
  const int code = exception.getExtendedErrorCode();
  const int system_errno = sqlite3_system_errno(connection);
  std::string detail = doing + ": " + exception.what() + " (SQLite code " + std::to_string(code);
  if (primary(code) == SQLITE_IOERR || primary(code) == SQLITE_CANTOPEN) {
    detail += ", errno " + std::to_string(system_errno);
  }
  return StoreError{problem_of(code, system_errno), detail + ")"};
}

tl::expected<void, StoreError> check_in_place(sqlite3* connection) {
  int moved = 0;  // sqlite.org/c3ref/c_fcntl_begin_atomic_write.html#sqlitefcntlhasmoved
  if (sqlite3_file_control(connection, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved == 0)
    return {};
  return tl::unexpected(StoreError{StoreProblem::broken,
                                   "the database file was moved, replaced or deleted under the running app: "
                                   "put it back, or restart the app to use the file that is there now"});
}

taut::Error explain(const SQLite::Exception& exception, int system_errno, const std::string& doing,
                    const std::string& path) {
  const int code = exception.getExtendedErrorCode();
  return taut::Error{doing + " " + path + ": " + exception.what() + " (SQLite code " + std::to_string(code) +
                     "): " + advice(code, problem_of(code, system_errno))};
}

taut::Error explain(SQLite::Database& connection, const SQLite::Exception& exception,
                    const std::string& doing, const std::string& path) {
  return explain(exception, sqlite3_system_errno(connection.getHandle()), doing, path);
}

}  // namespace todo
