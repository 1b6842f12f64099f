// The engine behind a Unix socket.
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <cstdlib>

#include "base/file.h"
#include "base/process.h"
#include "base/text.h"
#include "docker/engine.h"
#include "docker/unix_http.h"

namespace taut::docker {
namespace {

namespace json = boost::json;

constexpr std::chrono::seconds patience{120};  // removing a container may take a while
constexpr std::string_view newest_known = "1.47";

Deadline from_now() {
  return std::chrono::steady_clock::now() + patience;
}

/// The standard output and error of a container without a terminal come as frames: stream, 0, 0, 0, length,
/// bytes (Engine API, "Attach to a container").
class FramedStream final : public Stream {
 public:
  explicit FramedStream(Connection connection) : connection_(std::move(connection)) {}

  Result<std::string> read_line(Deadline deadline) override {
    for (;;) {
      const auto end = output_.find('\n');
      if (end != std::string::npos) {
        std::string line = output_.substr(0, end);
        output_.erase(0, end + 1);
        return line;
      }
      if (auto more = read_frame(deadline); !more) return propagate(more);
    }
  }

  Result<void> write(std::string_view bytes) override {
    return write_all(connection_.socket.get(), bytes, "to the container");
  }

 private:
  Result<void> need(std::size_t bytes, Deadline deadline) {
    while (connection_.surplus.size() < bytes) {
      if (auto readable = wait_readable(connection_.socket.get(), deadline); !readable) return readable;
      char buffer[65536];
      const ssize_t got = ::recv(connection_.socket.get(), buffer, sizeof buffer, 0);
      if (got < 0) return failure("read from the container", errno);
      if (got == 0) return failure("the container has ended", EPIPE);
      connection_.surplus.append(buffer, static_cast<std::size_t>(got));
    }
    return {};
  }

  Result<void> read_frame(Deadline deadline) {
    constexpr std::size_t header = 8;
    if (auto got = need(header, deadline); !got) return got;
    std::size_t length = 0;
    for (std::size_t at = 4; at < header; ++at)
      length = length << 8 | static_cast<unsigned char>(connection_.surplus[at]);
    if (auto got = need(header + length, deadline); !got) return got;
    const char stream = connection_.surplus[0];
    if (stream == 1) output_.append(connection_.surplus, header, length);
    connection_.surplus.erase(0, header + length);
    return {};
  }

  Connection connection_;
  std::string output_;
};

class UnixEngine final : public Engine {
 public:
  explicit UnixEngine(std::string path) : path_(std::move(path)) {}

  Result<void> agree() {
    const auto reply = call({"GET", "/version", "", ""});
    if (!reply) return tl::unexpected(reply.error());
    boost::system::error_code trouble;
    const json::value version = json::parse(reply->body, trouble);
    const auto* fields = version.if_object();
    const auto* offered = fields ? fields->if_contains("ApiVersion") : nullptr;
    if (!offered || !offered->is_string())
      return failure("the engine at " + path_ + " does not say which API it speaks");
    version_ = "/v" + std::string(older(offered->get_string(), newest_known));
    return {};
  }

  Result<Reply> call(const Request& request) override {
    auto connection = connect_unix(path_);
    if (!connection) return propagate(connection);
    Request complete = request;
    complete.path = version_ + request.path;
    if (auto sent = send_request(*connection, complete, false); !sent) return propagate(sent);
    return read_reply(*connection, false, from_now());
  }

  Result<std::unique_ptr<Stream>> attach(const std::string& container) override {
    auto connection = connect_unix(path_);
    if (!connection) return propagate(connection);
    const Request request{
        "POST", version_ + "/containers/" + container + "/attach?stream=1&stdin=1&stdout=1&stderr=1", "", ""};
    if (auto sent = send_request(*connection, request, true); !sent) return propagate(sent);
    const auto reply = read_reply(*connection, true, from_now());
    if (!reply) return tl::unexpected(reply.error());
    if (reply->status != 101 && reply->status != 200)
      return failure("attach to the container: status " + std::to_string(reply->status));
    return std::make_unique<FramedStream>(std::move(*connection));
  }

 private:
  /// "1.41" is older than "1.47", "1.9" than "1.10".
  static std::string_view older(std::string_view left, std::string_view right) {
    const auto numbers = [](std::string_view version) {
      const auto parts = split(version, '.');
      return std::pair(parse_decimal(parts[0]).value_or(0),
                       parts.size() > 1 ? parse_decimal(parts[1]).value_or(0) : 0);
    };
    return numbers(left) < numbers(right) ? left : right;
  }

  std::string path_;
  std::string version_;
};

std::string advice(int error_code) {
  switch (error_code) {
    case ENOENT:
    case ECONNREFUSED:
      return "; is the engine running? DOCKER_HOST=unix:///path names another one";
    case EACCES:
      return "; this user may not talk to it: use the account that runs a rootless engine, or sudo";
    default:
      return "";
  }
}

/// What `docker context` has in use; "" without a docker command.
std::string context_address() {
  const auto ran = run_process({"docker", "context", "inspect", "--format", "{{.Endpoints.docker.Host}}"});
  if (!ran || ran->exit_code != 0) return "";
  return std::string(trim(ran->out));
}

std::vector<std::string> usual_sockets() {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  const std::string own = runtime ? runtime : "/run/user/" + std::to_string(::geteuid());
  return {own + "/docker.sock", "/var/run/docker.sock", own + "/podman/podman.sock",
          "/run/podman/podman.sock"};
}

bool is_socket(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode);
}

}  // namespace

Result<std::unique_ptr<Engine>> connect_engine(const std::string& address) {
  std::string path = address;
  if (path.starts_with("unix://")) path.erase(0, 7);
  if (!path.starts_with('/')) {
    return failure("the engine's address " + address +
                   " is not a Unix socket; run taut on the engine's own machine, or forward " +
                   "its socket: ssh -L /tmp/engine.sock:/var/run/docker.sock HOST");
  }
  auto engine = std::make_unique<UnixEngine>(path);
  auto agreed = engine->agree();
  if (!agreed) {
    Error error = agreed.error();
    const std::string more = advice(error.error_code);
    return more.empty() ? tl::unexpected(error) : failure(error.message() + more);
  }
  return engine;
}

std::string default_engine_address() {
  const char* named = std::getenv("DOCKER_HOST");
  if (named && *named) return named;
  const std::string context = context_address();
  if (!context.empty() && context != "unix:///var/run/docker.sock") return context;
  for (const std::string& path : usual_sockets()) {
    if (is_socket(path)) return path;
  }
  return "/var/run/docker.sock";
}

}  // namespace taut::docker
