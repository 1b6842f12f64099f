#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

#include "drills/catalogue.h"
#include "drills/resource/control_group.h"

namespace taut::drills {

/// MemAvailable in MiB (proc_meminfo(5)); 0 when it cannot be read.
inline long long available_megabytes() {
  const auto text = read_file("/proc/meminfo");
  const auto at = text ? text->find("MemAvailable:") : std::string::npos;
  if (at == std::string::npos) return 0;
  const std::string_view rest = trim(std::string_view(*text).substr(at + 13));
  return parse_decimal(rest.substr(0, rest.find(' '))).value_or(0) / 1024;
}

/// Touches each page; 0, or the errno of the map. The pages are gone when it returns.
inline int touch_memory(std::size_t bytes) {
  void* const memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return errno;
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  for (std::size_t at = 0; at < bytes; at += page) static_cast<volatile char*>(memory)[at] = 1;
  ::munmap(memory, bytes);
  return 0;
}

constinit const Drill res_memory{
    .id = "res_memory",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "take 192 MiB of memory",
    .goal = "use up the host's memory, so that the kernel ends programs of others",
    .reference = "cgroups(7), memory; CIS Docker 1.6.0 5.11; MITRE ATT&CK T1499",
    .needs = "1 GiB of free memory on the host",
    .stopped_by = "memory-limit",
    .witness = "root",
    .not_shown = "a limit above 192 MiB is not met, and is believed where its file can be read",
    .traits = {.exhausts = true},
    .attempt =
        [](const Setting&) {
          constexpr std::size_t megabytes = 192;
          // Where the host itself is short of memory, the kernel would end the attempt without any limit.
          if (available_megabytes() < 1024) return skipped("the host has less than 1 GiB of free memory");
          if (!die_first()) return skipped("could not make sure to be the first to die");
          const int error = touch_memory(megabytes << 20);
          if (error == ENOMEM) return stopped("mmap(2)", Layer::limit, "no more address space");
          if (error) return refused("mmap(2)", error);
          const auto limit =
              group_limit("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes");
          if (limit)
            return stopped("mmap(2)", Layer::limit,
                           "the control group allows " + std::to_string(*limit >> 20) + " MiB");
          return succeeded("mmap(2)", std::to_string(megabytes) + " MiB, and no limit in sight");
        },
};

}  // namespace taut::drills
