// Any line is read or not, and what is read lies inside it.
#include <cstdint>
#include <cstdlib>

#include "formats/tag_line.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  const auto found = taut::parse_tag_line(line);
  if (found && (found->tag.empty() || found->control.empty() || found->why.empty())) std::abort();
  if (found && (found->tag.data() < line.data() || found->why.end() > line.end())) std::abort();
  return 0;
}
