// One connection's requests and answers, in order: read the head, guard it, read the body, ask the handler,
// write.
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <ctime>

#include "todo/http/hosts.h"
#include "todo/http/worker.h"
#include "todo/ops/log.h"

namespace todo::http {
namespace {

using namespace std::chrono_literals;
using ErrorCode = boost::system::error_code;

constexpr std::size_t read_size = 4096;
constexpr auto longest_answer = 30s;  // the handler bounds its own time; this is for its mistakes
constexpr std::size_t most_lingering_bytes = 256 * 1024;
constexpr std::size_t longest_logged_path = 256;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

}  // namespace

Task<void> Worker::serve(std::unique_ptr<Connection> connection) {
  // The place in the list, given back however the coroutine ends.
  struct Registration {
    Worker& worker;
    Connection& connection;
    Registration(Worker& w, Connection& c) : worker(w), connection(c) {
      c.place = w.by_age_.insert(w.by_age_.end(), &c);
      w.metrics_.connections_open.fetch_add(1, std::memory_order_relaxed);
    }
    ~Registration() {
      worker.by_age_.erase(connection.place);
      worker.metrics_.connections_open.fetch_sub(1, std::memory_order_relaxed);
    }
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;
  } registration(*this, *connection);

  for (;;) {
    auto parsed = co_await read_head(*connection);
    if (!parsed) co_return;
    Request request;
    request.head = std::move(parsed->head);
    connection->input.erase(0, parsed->size);
    const auto length = static_cast<std::size_t>(request.head.content_length);
    const bool whole = co_await read_body(*connection, length);
    if (!whole) co_return;
    request.body = connection->input.substr(0, length);
    connection->input.erase(0, length);
    by_age_.splice(by_age_.end(), by_age_, connection->place);
    connection->without_request_since = Clock::now();
    const bool goes_on = co_await answer(*connection, std::move(request));
    if (!goes_on) co_return;
  }
}

Task<bool> Worker::read_some(Connection& connection) {
  const std::size_t had = connection.input.size();
  connection.input.resize(had + read_size);
  auto [problem, got] = co_await connection.socket.async_read_some(
      asio::buffer(connection.input.data() + had, read_size), use_task);
  connection.input.resize(had + got);
  co_return !problem;
}

Task<std::optional<ParsedHead>> Worker::read_head(Connection& connection) {
  enter(connection, Phase::waiting, options_.limits.idle);
  for (;;) {
    if (!connection.input.empty()) {
      if (connection.phase == Phase::waiting) {
        connection.request_started = Clock::now();
        enter(connection, Phase::reading, options_.limits.head);
      }
      auto outcome = parse_head(connection.input);
      if (auto* parsed = std::get_if<ParsedHead>(&outcome)) {
        if (host_is_allowed(parsed->head.host, options_.allowed_hosts)) co_return std::move(*parsed);
        const Refusal refusal{400, "This host name is not served here (see ALLOWED_HOSTS).",
                              parsed->head.path};
        co_await refuse(connection, refusal);
        co_return std::nullopt;
      }
      if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
        co_await refuse(connection, *refusal);
        co_return std::nullopt;
      }
    }
    const bool more = co_await read_some(connection);
    if (!more) co_return std::nullopt;
  }
}

Task<bool> Worker::read_body(Connection& connection, std::size_t length) {
  if (connection.input.size() >= length) co_return true;
  enter(connection, Phase::reading, options_.limits.body);
  while (connection.input.size() < length) {
    const bool more = co_await read_some(connection);
    if (!more) co_return false;
  }
  co_return true;
}

Task<Response> Worker::ask_handler(const Request& request) {
  // The answer may come from another thread: it is posted to this loop, where it ends the wait of a timer
  // that would never fire by itself. Everything but the post happens on this thread.
  struct Slot {
    std::optional<Response> response;
    Timer* waiting = nullptr;
  };
  auto slot = std::make_shared<Slot>();
  auto now = handler_->handle(request, [this, slot](Response response) {
    asio::post(loop_, [slot, response = std::move(response)]() mutable {
      slot->response = std::move(response);
      if (slot->waiting) slot->waiting->cancel();
    });
  });
  if (now) co_return std::move(*now);
  Timer timer(loop_, Clock::time_point::max());
  slot->waiting = &timer;
  while (!slot->response) co_await timer.async_wait(use_task);
  slot->waiting = nullptr;
  co_return std::move(*slot->response);
}

Task<bool> Worker::answer(Connection& connection, Request request) {
  enter(connection, Phase::answering, longest_answer);
  request.id = next_id();
  const auto forwarded = read_forwarded(connection.peer, request.head.all_of("x-forwarded-for"),
                                        request.head.all_of("x-forwarded-proto"), options_.trusted_proxies);
  request.client = forwarded.client;
  request.secure = forwarded.secure;
  const Response response = co_await ask_handler(request);
  const bool keep_alive = request.head.keep_alive && !stopping_;
  metrics_.count_request(response.status, milliseconds_since(connection.request_started) / 1000);
  log_request(connection, request, response.status);
  const bool written = co_await write(connection, response, request.head.method != Method::head, keep_alive);
  if (!written) co_return false;
  if (!keep_alive) co_await linger(connection);
  co_return keep_alive;
}

Task<void> Worker::refuse(Connection& connection, const Refusal& refusal) {
  const std::string id = next_id();
  metrics_.requests_refused.fetch_add(1, std::memory_order_relaxed);
  metrics_.count_request(refusal.status, milliseconds_since(connection.request_started) / 1000);
  log_event(LogLevel::info, "refused",
            {{"request_id", id},
             {"client", connection.peer},
             {"path", std::string_view(refusal.path).substr(0, longest_logged_path)},
             {"reason", refusal.reason},
             {"status", std::int64_t{refusal.status}}});
  const Response response = handler_->refusal(refusal.status, refusal.reason, refusal.path, id);
  const bool with_body = !connection.input.starts_with("HEAD ");
  const bool written = co_await write(connection, response, with_body, false);
  if (written) co_await linger(connection);
}

/// Head and body as two buffers: measured, Beast's serializer costs more than everything else together.
Task<bool> Worker::write(Connection& connection, const Response& response, bool with_body, bool keep_alive) {
  std::string& head = connection.output;
  head = "HTTP/1.1 ";
  head.append(std::to_string(response.status))
      .append(" ")
      .append(reason_phrase(response.status))
      .append("\r\n");
  if (response.status != 204) {
    head.append("Content-Length: ").append(std::to_string(response.body.size())).append("\r\n");
    if (!response.content_type.empty())
      head.append("Content-Type: ").append(response.content_type).append("\r\n");
  }
  head.append("Date: ").append(date()).append("\r\n");
  for (const auto& [name, value] : response.fields)
    head.append(name).append(": ").append(value).append("\r\n");
  head.append(response.common_fields);
  if (!keep_alive) head.append("Connection: close\r\n");
  head.append("\r\n");
  enter(connection, Phase::writing, options_.limits.write);
  const std::array<asio::const_buffer, 2> buffers{
      asio::buffer(head), asio::buffer(response.body.data(), with_body ? response.body.size() : 0)};
  auto [problem, sent] = co_await asio::async_write(connection.socket, buffers, use_task);
  co_return !problem;
}

/// Reads what the client is still sending, so that closing does not reset the answer away before it is read
/// (RFC 9112 section 9.6).
Task<void> Worker::linger(Connection& connection) {
  ErrorCode problem;
  connection.socket.shutdown(Socket::shutdown_send, problem);
  if (problem) co_return;
  enter(connection, Phase::lingering, 1000ms);
  for (std::size_t read = 0; read < most_lingering_bytes; read += read_size) {
    connection.input.clear();
    const bool more = co_await read_some(connection);
    if (!more) break;
  }
}

void Worker::log_request(const Connection& connection, const Request& request, int status) {
  log_event(status >= 500 ? LogLevel::error : LogLevel::info, "request",
            {{"request_id", request.id},
             {"client", request.client},
             {"method", name_of(request.head.method)},
             {"path", std::string_view(request.head.path).substr(0, longest_logged_path)},
             {"status", std::int64_t{status}},
             {"ms", milliseconds_since(connection.request_started)}});
}

std::string Worker::next_id() {
  return id_prefix_ + std::to_string(++last_id_);
}

const std::string& Worker::date() {
  const std::time_t now = std::time(nullptr);
  if (now != date_second_) {
    char text[64];
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc);
    date_ = text;
    date_second_ = now;
  }
  return date_;
}

}  // namespace todo::http
