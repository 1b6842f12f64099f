#include "linux/mount.h"
#include "todo/store/database.h"

namespace todo {

taut::Result<JournalChoice> choose_journal_mode(const std::string& database_path) {
  const auto mount = taut::kernel::mount_of(database_path);
  if (!mount) return tl::unexpected(mount.error());
  const std::string where = mount->mount_point + " is " + mount->file_system;
  if (!taut::kernel::crosses_machine_boundary(mount->file_system)) {
    return JournalChoice{JournalMode::wal, mount->file_system,
                         where + ", where all users of the file share memory: WAL"};
  }
  return JournalChoice{
      JournalMode::rollback, mount->file_system,
      where +
          ", which another kernel may use at the same time: WAL would damage the database there "
          "without an error, so the rollback journal (DELETE) is used"};
}

}  // namespace todo
