#include <fcntl.h>
#include <linux/capability.h>
#include <unistd.h>

#include <cerrno>

#include "base/fd.h"
#include "base/file.h"
#include "base/text.h"
#include "drills/catalogue.h"
#include "drills/why_refused.h"

namespace taut::drills {

constinit const Drill proc_kallsyms{
    .id = "proc_kallsyms",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "read the addresses of the kernel",
    .goal = "aim an exploit of a kernel bug past address randomisation",
    .reference =
        "proc_kallsyms(5); Documentation/admin-guide/sysctl/kernel.rst, kptr_restrict; MITRE ATT&CK T1082",
    .needs = "a kernel with CONFIG_KALLSYMS",
    .stopped_by = "non-root-user + drop-capabilities",
    .witness = "cap-syslog",
    .not_shown = "other leaks of addresses",
    .capability = CAP_SYSLOG,
    .attempt =
        [](const Setting&) {
          const UniqueFd file(::open("/proc/kallsyms", O_RDONLY | O_CLOEXEC));
          if (!file && errno == ENOENT) return skipped("this kernel has no /proc/kallsyms");
          if (!file) return refused_path("open(2)", "/proc/kallsyms", R_OK, errno);
          char bytes[4096];
          const ssize_t got = ::read(file.get(), bytes, sizeof bytes);
          if (got <= 0) return stopped("read(2)", Layer::unknown, "/proc/kallsyms is empty");
          // "ffffffff81000000 T _text": sixteen digits, all zero for who may not see them. Some symbols are
          // at 0 anyway.
          for (const std::string_view line : split({bytes, static_cast<std::size_t>(got)}, '\n')) {
            const std::string_view address = line.substr(0, line.find(' '));
            if (address.size() == 16 && address.find_first_not_of('0') != std::string_view::npos)
              return succeeded("read(2)", "addresses of the kernel can be read");
          }
          // 2 hides them from everyone; with less, CAP_SYSLOG shows them.
          const auto restriction = read_file("/proc/sys/kernel/kptr_restrict");
          const Layer layer = !restriction                ? Layer::unknown
                              : trim(*restriction) == "2" ? Layer::kernel
                                                          : Layer::capability;
          return stopped("read(2)", layer, "all addresses are shown as zero");
        },
};

}  // namespace taut::drills
