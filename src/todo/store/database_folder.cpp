#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.h"
#include "todo/store/database.h"

namespace todo {

taut::Result<void> make_database_folder(const std::string& database_path) {
  const std::string folder = taut::parent_folder(database_path);
  // In the container the folder is a mount, and mkdir(2) is not in the seccomp profile: EPERM would say
  // nothing.
  if (::access(folder.c_str(), F_OK) == 0) return {};
  if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return taut::failure("create the database folder " + folder, errno);
}

}  // namespace todo
