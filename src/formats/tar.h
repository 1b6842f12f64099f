// A tar archive in memory (POSIX ustar, pax(1)), for handing files to an engine, and taking one from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace taut {

struct TarDevice {
  unsigned major = 0;
  unsigned minor = 0;
};

struct TarEntry {
  std::string path;  // relative; at most 100 bytes
  bool folder = false;
  unsigned mode = 0644;
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::string_view content = {};
  std::optional<TarDevice> device = {};  // a character device instead of a file
};

class TarWriter {
 public:
  void add(const TarEntry& entry);
  /// The whole archive with its end mark; nothing can be added afterwards.
  std::string finish() &&;

 private:
  std::string bytes_;
};

/// The content of the first entry, a part of `archive`; "" where that is no whole file.
std::string_view first_file_of(std::string_view archive);

}  // namespace taut
