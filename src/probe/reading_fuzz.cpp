// Any line of a container is the agent's or none, and a reading is of a drill that there is.
#include <cstdint>
#include <cstdlib>

#include "probe/reading.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto line = taut::probe::parse_agent_line({reinterpret_cast<const char*>(data), size});
  if (!line) return 0;
  if (const auto* reading = std::get_if<taut::probe::Reading>(&*line); reading && !reading->drill)
    std::abort();
  if (const auto* begun = std::get_if<taut::probe::Begun>(&*line); begun && !begun->drill) std::abort();
  return 0;
}
