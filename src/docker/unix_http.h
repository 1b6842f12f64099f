// HTTP/1.1 over a Unix socket, as an engine speaks it: one connection a request. The only file that knows
// Beast's parser is its .cpp. Not here: what the requests mean.
#pragma once

#include <chrono>
#include <string>

#include "base/fd.h"
#include "base/result.h"
#include "docker/engine.h"

namespace taut::docker {

using Deadline = std::chrono::steady_clock::time_point;

/// A connected socket and what was read from it beyond the last reply.
struct Connection {
  UniqueFd socket;
  std::string surplus;
};

Result<Connection> connect_unix(const std::string& path);
/// Waits until `fd` can be read; ETIMEDOUT at the deadline.
Result<void> wait_readable(int fd, Deadline deadline);
/// Sends a request whose path is complete.
Result<void> send_request(Connection& connection, const Request& request, bool upgrade);
/// Reads a whole reply; where `upgrade`, its head only: what follows is the stream.
Result<Reply> read_reply(Connection& connection, bool upgrade, Deadline deadline);

}  // namespace taut::docker
