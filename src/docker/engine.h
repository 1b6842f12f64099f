// The seam to a container engine: Docker's Engine API (docs.docker.com/reference/api/engine), which Podman
// speaks too. One abstract class, so that everything above it is tested with a fake. Not here: what is asked
// of the engine.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace taut::docker {

struct Reply {
  int status = 0;
  std::string body;
};

/// The standard streams of a container that was attached to before it started.
class Stream {
 public:
  virtual ~Stream() = default;
  /// The next line of its standard output, without line break. Errors: ETIMEDOUT at the deadline, EPIPE at
  /// its end.
  virtual Result<std::string> read_line(std::chrono::steady_clock::time_point deadline) = 0;
  virtual Result<void> write(std::string_view bytes) = 0;
};

struct Request {
  std::string method;  // "GET"
  std::string path;    // without the version: "/containers/json?all=1"
  std::string body;
  std::string content_type = "application/json";
};

class Engine {
 public:
  virtual ~Engine() = default;
  /// Any reply of the engine, errors of its own included; a failure is no reply at all.
  virtual Result<Reply> call(const Request& request) = 0;
  /// Attaches to the container's standard streams.
  virtual Result<std::unique_ptr<Stream>> attach(const std::string& container) = 0;
};

/// Connects to the engine behind `address`, "unix:///path" or "/path", and agrees on an API version with it:
/// the newest that both know. Errors: nobody answers there (with what to do), or an address of another kind.
Result<std::unique_ptr<Engine>> connect_engine(const std::string& address);

/// Where the engine is: DOCKER_HOST, else the current context of the docker command, else the first of
/// Docker's and Podman's usual sockets that exists.
std::string default_engine_address();

}  // namespace taut::docker
