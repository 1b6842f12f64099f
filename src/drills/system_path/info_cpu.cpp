#include "base/file.h"
#include "base/text.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill info_cpu{
    .id = "info_cpu",
    .tag = Tag::container_hardening,
    .kind = Kind::info,
    .title = "ask which processor this is",
    .goal = "choose the processor bug that fits",
    .reference = "proc_cpuinfo(5); MITRE ATT&CK T1082",
    .needs = "",
    .stopped_by = "none",
    .witness = "hardened",
    .not_shown = "the processor itself answers too (cpuid)",
    .attempt =
        [](const Setting&) {
          const auto text = read_file("/proc/cpuinfo", 16 << 20);
          if (!text) return refused("open(2)", text.error().error_code);
          for (const std::string_view line : split(*text, '\n')) {
            if (line.starts_with("model name"))
              return succeeded("read(2)", std::string(trim(line.substr(line.find(':') + 1))));
          }
          return succeeded("read(2)", "/proc/cpuinfo can be read");
        },
};

}  // namespace taut::drills
