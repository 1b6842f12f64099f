// A tar archive in memory (POSIX ustar, pax(1)), for handing files to an engine. Writing only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace taut {

struct TarEntry {
  std::string path;  // relative; at most 100 bytes
  bool folder = false;
  unsigned mode = 0644;
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::string_view content = {};
};

class TarWriter {
 public:
  void add(const TarEntry& entry);
  /// The whole archive with its end mark; nothing can be added afterwards.
  std::string finish() &&;

 private:
  std::string bytes_;
};

}  // namespace taut
