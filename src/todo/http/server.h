// The HTTP/1.1 server: one event loop a thread, each with its own listener on the same port (SO_REUSEPORT),
// limits on connections, deadlines that a slow client cannot stretch. What a request means is the Handler's
// business.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "todo/http/message.h"
#include "todo/ops/metrics.h"
#include "todo/settings.h"

namespace todo::http {

struct ServerLimits {
  std::size_t most_connections = 1024;     // in all threads together
  std::chrono::milliseconds idle{15000};   // from one answer to the next request's first byte
  std::chrono::milliseconds head{10000};   // from a request's first byte to the end of its head
  std::chrono::milliseconds body{10000};   // from the end of the head to the end of the body
  std::chrono::milliseconds write{10000};  // for one answer
};

struct ServerOptions {
  Address address;
  unsigned threads = 2;
  ServerLimits limits;
  std::vector<std::string> allowed_hosts;
  std::vector<std::string> trusted_proxies;
};

class Server {
 public:
  /// Creates the event loops and listens; answers nothing yet. All descriptors that need a system call which
  /// the sandbox takes away are made here. `metrics` must outlive the server.
  static taut::Result<Server> open(const ServerOptions& options, Metrics& metrics);
  Server(Server&&) noexcept;
  ~Server();

  /// The port that is listened on (the chosen one where the address said 0).
  std::uint16_t port() const;

  /// Serves until SIGTERM or SIGINT: then requests that have arrived are answered and the rest is closed,
  /// within a second. One handler for each thread; `every_second` is called on the first thread.
  void run(const std::vector<Handler*>& handlers, const std::function<void()>& every_second);

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace todo::http
