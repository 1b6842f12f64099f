// Any bytes as /proc/<pid>/status: the parser answers without a crash, and never with half a status.
#include <cstdlib>
#include <string_view>

#include "linux/capability_names.h"
#include "linux/procfs.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto status = taut::kernel::parse_status(text);
  if (!status) return 0;
  if (text.find("CapBnd:") == std::string_view::npos) std::abort();
  if (taut::kernel::format_capabilities(status->capabilities.bounding).empty()) std::abort();
  return 0;
}
