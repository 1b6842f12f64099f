#include "todo/http/worker.h"

#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <ctime>

#include "todo/ops/log.h"

namespace todo::http {
namespace {

using namespace std::chrono_literals;
using ErrorCode = boost::system::error_code;

constexpr auto sweep_period = 250ms;
// A connection is not closed for another one's sake before it had the time to send a request: behind a proxy
// under load the request comes some milliseconds after its connection. Meanwhile new ones wait in the
// kernel's queue.
constexpr auto eviction_patience = 250ms;
constexpr auto room_poll = 5ms;
// When SIGTERM comes: for requests that are on their way in, for answers to requests that have arrived, and
// the end of it all. The whole is to be over within a second.
constexpr auto stop_grace = 250ms;
constexpr auto answer_grace = 500ms;
constexpr auto stop_end = 700ms;

/// Whether something has arrived that this program, busy or not scheduled, did not read yet: then the wait is
/// not the client's fault.
bool has_unread_input(Connection& connection) {
  char byte = 0;
  return ::recv(connection.socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

}  // namespace

Worker::Worker(const ServerOptions& options, Metrics& metrics, unsigned number)
    : options_(options),
      metrics_(metrics),
      most_connections_(std::max<std::size_t>(1, options.limits.most_connections / options.threads)) {
  // Unique across restarts, without a secret in it: time and thread.
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  char prefix[32];
  std::snprintf(prefix, sizeof prefix, "%llx%x-",
                static_cast<unsigned long long>(now.tv_sec * 1000 + now.tv_nsec / 1000000), number);
  id_prefix_ = prefix;
}

taut::Result<void> Worker::listen(Address& address) {
  using taut::failure;
  const auto where = address.host + ":" + std::to_string(address.port);
  const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(address.host), address.port);
  ErrorCode problem;
  acceptor_.open(endpoint.protocol(), problem);
  if (problem) return failure("open a socket", problem.value());
  const int on = 1;
  for (const int option : {SO_REUSEADDR, SO_REUSEPORT}) {
    if (::setsockopt(acceptor_.native_handle(), SOL_SOCKET, option, &on, sizeof on) != 0)
      return failure("setsockopt", errno);
  }
  acceptor_.bind(endpoint, problem);
  if (problem) return failure("listen on " + where, problem.value());
  acceptor_.listen(4096, problem);
  if (problem) return failure("listen on " + where, problem.value());
  acceptor_.non_blocking(true, problem);
  address.port = acceptor_.local_endpoint(problem).port();
  return {};
}

void Worker::run(Handler& handler) {
  handler_ = &handler;
  asio::co_spawn(loop_, accept_all(), asio::detached);
  asio::co_spawn(loop_, sweep(), asio::detached);
  loop_.run();
}

void Worker::stop() {
  asio::post(loop_, [this] {
    stopping_ = true;
    drain_backlog();
    ErrorCode ignored;
    acceptor_.close(ignored);
    const auto now = Clock::now();
    for (auto* connection : by_age_) {
      const bool may_still_ask = connection->phase == Phase::waiting || connection->phase == Phase::reading;
      connection->deadline =
          std::min(connection->deadline, now + (may_still_ask ? stop_grace : answer_grace));
    }
    // A handler that is still waiting for its disk is not waited for: what it holds is released by the
    // destructor of this worker.
    stop_timer_.expires_at(now + stop_end);
    stop_timer_.async_wait([this](const ErrorCode& cancelled) {
      if (!cancelled) loop_.stop();
    });
    sweep_timer_.cancel();
  });
}

/// A connection whose handshake is complete counts as arrived, also when it was not yet accepted.
void Worker::drain_backlog() {
  for (;;) {
    ErrorCode problem;
    asio::ip::tcp::endpoint peer;
    Socket socket(loop_);
    acceptor_.accept(socket, peer, problem);
    if (problem) return;
    take_in(std::move(socket), peer);
  }
}

Task<void> Worker::accept_all() {
  while (!stopping_) {
    co_await wait_for_room();
    if (stopping_) co_return;
    asio::ip::tcp::endpoint peer;
    auto [problem, socket] = co_await acceptor_.async_accept(peer, use_task);
    if (stopping_ && problem) co_return;
    if (!problem) {
      take_in(std::move(socket), peer);
      continue;
    }
    // Out of descriptors or memory: give the oldest back, and try again a little later rather than in a
    // circle.
    if (problem != asio::error::connection_aborted) {
      log_event(LogLevel::warning, "accept_failed", {{"problem", problem.message()}});
      make_room(0ms);
      Timer pause(loop_, 50ms);
      co_await pause.async_wait(use_task);
    }
  }
}

void Worker::take_in(Socket&& socket, const asio::ip::tcp::endpoint& peer) {
  metrics_.connections_accepted.fetch_add(1, std::memory_order_relaxed);
  auto connection = std::make_unique<Connection>(std::move(socket));
  connection->peer = peer.address().to_string();
  ErrorCode ignored;
  connection->socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  asio::co_spawn(loop_, serve(std::move(connection)), asio::detached);
}

// <DAEMON-ATTACK-SURFACE> connection-limits: at the limit, the one that has gone longest without a whole
// request goes.
Task<void> Worker::wait_for_room() {
  Timer pause(loop_);
  while (!stopping_ && by_age_.size() >= most_connections_ && !make_room(eviction_patience)) {
    pause.expires_after(room_poll);
    co_await pause.async_wait(use_task);
  }
}

/// Closes the oldest connection without a whole request, if it has been so for `patience`; says whether it
/// did.
bool Worker::make_room(std::chrono::milliseconds patience) {
  for (auto* connection : by_age_) {
    const bool unfinished = connection->phase == Phase::waiting || connection->phase == Phase::reading ||
                            connection->phase == Phase::lingering;
    if (!unfinished || !connection->socket.is_open()) continue;
    if (Clock::now() - connection->without_request_since < patience) return false;
    if (has_unread_input(*connection)) continue;
    metrics_.connections_evicted.fetch_add(1, std::memory_order_relaxed);
    close_quietly(*connection);
    return true;
  }
  return false;
}

void Worker::enter(Connection& connection, Phase phase, std::chrono::milliseconds allowance) {
  connection.phase = phase;
  connection.deadline =
      Clock::now() + (stopping_ ? std::min<std::chrono::milliseconds>(allowance, stop_grace) : allowance);
}

void Worker::close_quietly(Connection& connection) {
  ErrorCode ignored;
  connection.socket.close(ignored);
}

/// One timer for all deadlines: cheaper than one for each operation, and a slow client cannot push it back.
Task<void> Worker::sweep() {
  while (!stopping_ || !by_age_.empty()) {
    sweep_timer_.expires_after(stopping_ ? std::chrono::milliseconds(20)
                                         : std::chrono::milliseconds(sweep_period));
    co_await sweep_timer_.async_wait(use_task);
    const auto now = Clock::now();
    for (auto* connection : by_age_) {
      if (now < connection->deadline || !connection->socket.is_open()) continue;
      metrics_.connections_timed_out.fetch_add(1, std::memory_order_relaxed);
      close_quietly(*connection);
    }
  }
  stop_timer_.cancel();  // all is done before its time
}

}  // namespace todo::http
