#include "docker/unix_http.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cerrno>
#include <cstring>

#include "base/file.h"

namespace taut::docker {
namespace {

namespace http = boost::beast::http;

constexpr std::uint64_t largest_body = 256 << 20;

int milliseconds_until(Deadline deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  return left.count() > 0 ? static_cast<int>(left.count()) : 0;
}

/// Reads more into `surplus`. False at the end of the connection.
Result<bool> read_more(Connection& connection, Deadline deadline) {
  if (auto readable = wait_readable(connection.socket.get(), deadline); !readable) return propagate(readable);
  char buffer[65536];
  const ssize_t got = ::recv(connection.socket.get(), buffer, sizeof buffer, 0);
  if (got < 0) return failure("read from the engine", errno);
  connection.surplus.append(buffer, static_cast<std::size_t>(got));
  return got > 0;
}

template <class Parser>
Result<void> feed(Parser& parser, Connection& connection, bool head_only, Deadline deadline) {
  const auto finished = [&] { return head_only ? parser.is_header_done() : parser.is_done(); };
  while (!finished()) {
    boost::system::error_code trouble;
    if (!connection.surplus.empty()) {
      const auto used = parser.put(boost::asio::buffer(connection.surplus), trouble);
      connection.surplus.erase(0, used);
      if (trouble && trouble != http::error::need_more)
        return failure("the engine's reply is no HTTP: " + trouble.message());
      if (finished() || used > 0) continue;
    }
    const auto more = read_more(connection, deadline);
    if (!more) return tl::unexpected(more.error());
    if (*more) continue;
    // Beast asserts when there was nothing at all; an engine that is being stopped answers so.
    if (parser.got_some()) parser.put_eof(trouble);
    if (trouble || !finished()) return failure("the engine closed the connection in the middle of a reply");
  }
  return {};
}

}  // namespace

Result<Connection> connect_unix(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return failure("connect to " + path, ENAMETOOLONG);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket) return failure("make a socket", errno);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return failure("connect to the engine at " + path, errno);
  }
  return Connection{std::move(socket), ""};
}

Result<void> wait_readable(int fd, Deadline deadline) {
  for (;;) {
    pollfd wait{fd, POLLIN, 0};
    const int ready = ::poll(&wait, 1, milliseconds_until(deadline));
    if (ready > 0) return {};
    if (ready == 0) return failure("wait for the engine", ETIMEDOUT);
    if (errno != EINTR) return failure("wait for the engine", errno);
    // A signal that asks for the end has set its flag; the caller looks at it when this fails.
    return failure("wait for the engine", EINTR);
  }
}

Result<void> send_request(Connection& connection, const Request& request, bool upgrade) {
  std::string head = request.method + " " + request.path + " HTTP/1.1\r\nHost: engine\r\n";
  if (!request.body.empty()) head += "Content-Type: " + request.content_type + "\r\n";
  head += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  head += upgrade ? "Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n" : "Connection: close\r\n\r\n";
  const int fd = connection.socket.get();
  if (auto wrote = write_all(fd, head, "to the engine"); !wrote) return wrote;
  return write_all(fd, request.body, "to the engine");
}

Result<Reply> read_reply(Connection& connection, bool upgrade, Deadline deadline) {
  http::response_parser<http::string_body> parser;
  parser.eager(!upgrade);
  parser.body_limit(largest_body);
  if (auto fed = feed(parser, connection, upgrade, deadline); !fed) return propagate(fed);
  return Reply{static_cast<int>(parser.get().result_int()), std::move(parser.get().body())};
}

}  // namespace taut::docker
