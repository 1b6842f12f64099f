#include "todo/ops/heartbeat.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"

namespace todo {

taut::Result<Heartbeat> Heartbeat::open(const std::string& path) {
  Heartbeat heartbeat;
  if (path.empty()) return heartbeat;
  // O_NOFOLLOW: the folder is /tmp, where another program may have planted a link.
  auto fd = taut::open_file(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0644);
  if (!fd) return taut::propagate(fd);
  heartbeat.fd_ = std::move(*fd);
  return heartbeat;
}

void Heartbeat::beat(bool database_ok) {
  if (!fd_) return;
  char stamp[32];  // of fixed width, so that each write covers the one before
  std::snprintf(stamp, sizeof stamp, "%020lld %s\n", static_cast<long long>(taut::boot_milliseconds()),
                database_ok ? "ok" : "no");
  // A full /tmp makes the stamp grow old, which is what the reader checks.
  [[maybe_unused]] const auto wrote = ::pwrite(fd_.get(), stamp, 24, 0);
}

taut::Result<void> check_heartbeat(const std::string& path, std::int64_t now_boot_ms) {
  auto content = taut::read_file(path, 64);
  if (!content) return taut::propagate(content);
  const auto parts = taut::split(taut::trim(*content), ' ');
  const auto stamp = taut::parse_decimal(parts[0]);
  if (parts.size() != 2 || !stamp) return taut::failure("heartbeat " + path + ": not a stamp");
  const std::int64_t age = now_boot_ms - *stamp;
  if (age > heartbeat_expires_ms)
    return taut::failure("the event loop last answered " + std::to_string(age) + " ms ago");
  if (parts[1] != "ok") return taut::failure("the database does not answer");
  return {};
}

}  // namespace todo
