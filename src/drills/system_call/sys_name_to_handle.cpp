#include <fcntl.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/past_check.h"

namespace taut::drills {

constinit const Drill sys_name_to_handle{
    .id = "sys_name_to_handle",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "ask for the number of a file",
    .goal = "learn what is needed to open files of the host past every path",
    .reference = "name_to_handle_at(2); docs.docker.com/engine/security/seccomp",
    .needs = "a kernel with file handles",
    .stopped_by = "seccomp-profile",
    .witness = "seccomp-off",
    .not_shown = "nothing is opened by the number",
    .attempt =
        [](const Setting&) {
          alignas(struct file_handle) char space[sizeof(struct file_handle) + MAX_HANDLE_SZ] = {};
          auto* handle = reinterpret_cast<struct file_handle*>(space);
          handle->handle_bytes = MAX_HANDLE_SZ;
          int mount = 0;
          const int result = ::name_to_handle_at(AT_FDCWD, "/", handle, &mount, 0);
          return judged_past_check("name_to_handle_at(2)", result, {EOPNOTSUPP, EOVERFLOW},
                                   "the kernel answered about the root folder");
        },
};

}  // namespace taut::drills
