#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>

#include "base/fd.h"
#include "drills/catalogue.h"
#include "drills/engine/engine_sockets.h"

namespace taut::drills {

/// The engine's answer to GET /version, or what it says instead; "" when it says nothing within a second.
inline std::string ask_for_version(int socket) {
  const std::string_view question = "GET /version HTTP/1.0\r\nHost: engine\r\n\r\n";
  if (::send(socket, question.data(), question.size(), MSG_NOSIGNAL) < 0) return "";
  char answer[2048];
  for (int waits = 0; waits < 100; ++waits) {
    const ssize_t got = ::recv(socket, answer, sizeof answer, MSG_DONTWAIT);
    if (got >= 0) return {answer, static_cast<std::size_t>(got)};
    if (errno != EAGAIN) return "";
    const timespec pause{0, 10'000'000};
    ::nanosleep(&pause, nullptr);
  }
  return "";
}

inline bool speaks_grpc(const std::string& path) {
  return path.ends_with("/containerd.sock") || path.ends_with("/crio.sock");
}

/// One socket: got through when an engine is behind it; skipped when it is something else's.
inline Attempt try_engine_socket(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return skipped("path too long: " + path);
  std::memcpy(address.sun_path, path.data(), path.size());
  const UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return refused("socket(2)", errno);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    Attempt attempt = refused("connect(2)", errno);
    // W_OK asks for nothing but owner and mode: a filter or Landlock would not have refused this one.
    if (attempt.error == EACCES && ::access(path.c_str(), W_OK) != 0 && errno == EACCES)
      attempt.layer = Layer::permission;
    return attempt;
  }
  if (speaks_grpc(path)) return succeeded("connect(2)", path + " takes the connection");
  const std::string answer = ask_for_version(socket.get());
  if (answer.find("ApiVersion") == std::string::npos) return skipped("no engine answers at " + path);
  return succeeded("GET /version", path + " answers, and would start any container on the host");
}

constinit const Drill dmn_docker_sock{
    .id = "dmn_docker_sock",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "talk to the container engine",
    .goal = "start a container that has the host's disk, and so become root on the host",
    .reference =
        "docs.docker.com/engine/security/protect-access; CIS Docker 1.6.0 5.32; MITRE ATT&CK T1610, T1611",
    .needs = "",
    .stopped_by = "no-engine-socket + non-root-user",
    .witness = "engine-socket",
    .not_shown = "engines that listen on TCP; a socket under a name of its own in a mounted folder",
    .attempt =
        [](const Setting&) {
          Attempt last = stopped("stat(2)", Layer::missing_file, "no engine's socket is in this container");
          for (const std::string& path : find_engine_sockets()) {
            Attempt attempt = try_engine_socket(path);
            if (attempt.outcome == Outcome::succeeded) return attempt;
            if (attempt.outcome == Outcome::stopped) last = attempt;
          }
          return last;
        },
};

}  // namespace taut::drills
