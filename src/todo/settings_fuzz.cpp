// Any text as SETTINGS_FILE: it is read or refused with a message that names a setting or a line, never half.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "todo/settings.h"

namespace {

/// A file in memory, written anew for each input.
std::string path_of(int fd) {
  return "/proc/self/fd/" + std::to_string(fd);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const int fd = ::memfd_create("settings", MFD_CLOEXEC);
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, data, size, 0) != static_cast<ssize_t>(size)) std::abort();
  const auto settings = todo::load_settings({{"SETTINGS_FILE", path_of(fd)}}, true);
  if (!settings) {
    if (settings.error().message().find(": ") == std::string::npos) std::abort();
    return 0;
  }
  if (settings->database_path.empty() || settings->bind.host.empty()) std::abort();
  if (!settings->debug) {
    if (settings->secret_keys.empty()) std::abort();
    for (const std::string& key : settings->secret_keys) {
      if (!todo::weakness_of_key(key).empty()) std::abort();
    }
  }
  return 0;
}
