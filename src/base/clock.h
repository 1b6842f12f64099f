// Time as the program shows and stores it: UTC, milliseconds since 1970.
#pragma once

#include <cstdint>
#include <string>

namespace taut {

/// Now, in milliseconds since 1970-01-01T00:00:00Z (CLOCK_REALTIME).
std::int64_t unix_milliseconds();
/// Milliseconds since boot, counting sleep, never set back (CLOCK_BOOTTIME): comparable between processes.
std::int64_t boot_milliseconds();
/// RFC 3339 in UTC with milliseconds: "2026-11-24T12:00:00.123Z". Takes milliseconds since 1970.
std::string format_rfc3339(std::int64_t unix_ms);

}  // namespace taut
