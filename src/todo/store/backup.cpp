#include "todo/store/backup.h"

#include <unistd.h>

#include <cerrno>

#include "todo/store/copy.h"

namespace todo {

taut::Result<void> back_up(const DatabaseOptions& options, const std::string& target) {
  if (::access(options.path.c_str(), F_OK) != 0)
    return taut::failure("back up the database " + options.path, errno);
  return copy_database(options, target);
}

}  // namespace todo
