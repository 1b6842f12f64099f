// Any bytes as a mount table: the parser answers without a crash, and a path is held by a mount whose folder
// it lies in.
#include <cstdlib>
#include <string_view>

#include "linux/mount_table.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto mounts = taut::kernel::parse_mountinfo({reinterpret_cast<const char*>(data), size});
  if (!mounts || mounts->empty()) return 0;
  const std::string path = taut::kernel::normalise_path(mounts->back().mount_point + "/x/../y");
  const auto* mount = taut::kernel::find_mount(*mounts, path);
  if (mount && mount->mount_point != "/" && !path.starts_with(mount->mount_point)) std::abort();
  return 0;
}
