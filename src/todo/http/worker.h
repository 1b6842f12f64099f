// One thread of the server: an event loop, its listener and its connections. Only server.cpp and worker.cpp
// see Asio.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <list>
#include <optional>
#include <string>

#include "todo/http/parse.h"
#include "todo/http/server.h"

namespace todo::http {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> use_task{};

enum class Phase { waiting, reading, answering, writing, lingering };

struct Connection {
  explicit Connection(Socket&& taken) : socket(std::move(taken)) {}
  Socket socket;
  std::string peer;
  std::string input;   // what has arrived and is not used up
  std::string output;  // the head of the answer
  Phase phase = Phase::waiting;
  Clock::time_point deadline;
  Clock::time_point request_started;
  Clock::time_point without_request_since = Clock::now();
  std::list<Connection*>::iterator place;  // in Worker::by_age_
};

class Worker {
 public:
  Worker(const ServerOptions& options, Metrics& metrics, unsigned number);

  /// Binds and listens; a port of 0 is replaced by the one that the kernel chose.
  taut::Result<void> listen(Address& address);
  /// Runs the loop until stop() and the end of what it set off.
  void run(Handler& handler);
  /// Thread-safe: answers what has arrived, closes the rest.
  void stop();

  asio::io_context& loop() { return loop_; }

 private:
  Task<void> accept_all();
  void take_in(Socket&& socket, const asio::ip::tcp::endpoint& peer);
  void drain_backlog();
  Task<void> wait_for_room();
  bool make_room(std::chrono::milliseconds patience);
  Task<void> serve(std::unique_ptr<Connection> connection);
  Task<std::optional<ParsedHead>> read_head(Connection& connection);
  Task<bool> read_body(Connection& connection, std::size_t length);
  Task<bool> read_some(Connection& connection);
  Task<Response> ask_handler(const Request& request);
  Task<bool> answer(Connection& connection, Request request);
  Task<void> refuse(Connection& connection, const Refusal& refusal);
  Task<bool> write(Connection& connection, const Response& response, bool with_body, bool keep_alive);
  Task<void> linger(Connection& connection);
  Task<void> sweep();
  void enter(Connection& connection, Phase phase, std::chrono::milliseconds allowance);
  void close_quietly(Connection& connection);
  void log_request(const Connection& connection, const Request& request, int status);
  std::string next_id();
  const std::string& date();

  const ServerOptions& options_;
  Metrics& metrics_;
  std::size_t most_connections_;
  Handler* handler_ = nullptr;
  std::list<Connection*> by_age_;  // front: longest without a complete request
  std::string id_prefix_;
  std::uint64_t last_id_ = 0;
  std::string date_;
  std::time_t date_second_ = 0;
  bool stopping_ = false;
  asio::io_context loop_{1};  // after what its coroutines refer to: it ends first
  Acceptor acceptor_{loop_};
  Timer sweep_timer_{loop_};
  Timer stop_timer_{loop_};
};

}  // namespace todo::http
