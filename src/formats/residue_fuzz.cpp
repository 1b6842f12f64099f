// Any bytes give entries that are complete, or a problem that says something.
#include <cstdint>
#include <cstdlib>

#include "formats/residue.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto residue = taut::parse_residue({reinterpret_cast<const char*>(data), size});
  if (!residue) {
    if (residue.error().what.empty()) std::abort();
    return 0;
  }
  for (const taut::AcceptedDrill& accepted : *residue) {
    if (accepted.drill.empty() || accepted.reason.empty() || !taut::is_calendar_day(accepted.expires))
      std::abort();
  }
  return 0;
}
