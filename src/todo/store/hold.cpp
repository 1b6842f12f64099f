#include "todo/store/hold.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

#include "base/file.h"

namespace todo {

taut::Result<taut::UniqueFd> hold_database(const std::string& path, Hold hold) {
  const std::string name = path + ".lock";
  auto fd = taut::open_file(name, O_RDWR | O_CREAT | O_NOFOLLOW, 0600);
  if (!fd && fd.error().error_code == ENOSPC) {
    return taut::failure("create " + name + ": free some space and start again", ENOSPC);
  }
  if (!fd) {
    const int refused = fd.error().error_code;
    return taut::failure("create " + name +
                             " in the database's folder: mount it writable, or correct the owner with " +
                             "`todo chown-data UID:GID`",
                         refused);
  }
  if (::flock(fd->get(), (hold == Hold::alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return std::move(*fd);
  if (errno != EWOULDBLOCK) return taut::failure("lock " + name, errno);
  if (hold == Hold::shared)
    return taut::failure("the database " + path + " is being restored: try again when that is over");
  return taut::failure("the database " + path + " is in use: stop the app first");
}

}  // namespace todo
