// The sign of life that a health check can read without connecting: the event loop stamps a small file after
// each check of the database. Nothing in the image ever opens a connection.
#pragma once

#include <cstdint>
#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace todo {

inline constexpr std::int64_t heartbeat_interval_ms = 1000;
inline constexpr std::int64_t heartbeat_expires_ms = 8000;

class Heartbeat {
 public:
  /// Opens (creates) `path` before the sandbox closes; an empty path makes a heartbeat that is not written.
  static taut::Result<Heartbeat> open(const std::string& path);
  /// Stamps the time since boot and whether the database answered.
  void beat(bool database_ok);

 private:
  taut::UniqueFd fd_;
};

/// Success when the file at `path` holds a fresh stamp with a database that answered; else what is wrong.
taut::Result<void> check_heartbeat(const std::string& path, std::int64_t now_boot_ms);

}  // namespace todo
