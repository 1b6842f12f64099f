#include <sys/socket.h>
#include <sys/un.h>

#include <cstddef>
#include <cstring>
#include <vector>

#include "drills/catalogue.h"
#include "drills/network/host_network.h"

namespace taut::drills {

struct AbstractSocket {
  std::string name;  // without the NUL in front
  int type = 0;
};

/// Abstract sockets that take connections, from /proc/net/unix: "@name", flag __SO_ACCEPTCON.
inline std::vector<AbstractSocket> abstract_listeners(std::string_view table) {
  std::vector<AbstractSocket> sockets;
  for (const std::string_view line : split(table, '\n')) {
    const auto name = line.find('@');
    const auto fields = split(line.substr(0, name), ' ');
    // A NUL inside a name is printed as "@" as well: such a name cannot be told.
    if (name == std::string_view::npos || fields.size() < 5 || fields[3] != "00010000" ||
        line.find('@', name + 1) != std::string_view::npos)
      continue;
    const int type = fields[4] == "0005" ? SOCK_SEQPACKET : SOCK_STREAM;
    sockets.push_back({std::string(line.substr(name + 1)), type});
  }
  return sockets;
}

/// 0, or the errno of the refused step.
inline int connect_abstract(const AbstractSocket& listener) {
  sockaddr_un address{};
  if (listener.name.size() + 1 > sizeof address.sun_path) return ENAMETOOLONG;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path + 1, listener.name.data(), listener.name.size());
  const UniqueFd socket(::socket(AF_UNIX, listener.type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return errno;
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + listener.name.size());
  return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), length) == 0 ? 0 : errno;
}

constinit const Drill net_abstract_unix{
    .id = "net_abstract_unix",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "connect to an abstract socket of the host",
    .goal = "talk to services of the host that have no file whose mode could protect them",
    .reference = "unix(7); CVE-2020-15257",
    .needs = "a service of the host on an abstract socket",
    .stopped_by = "network-namespace",
    .witness = "host-network",
    .not_shown = "what the service would do; the connection is closed at once",
    .attempt =
        [](const Setting&) {
          const NetworkPlace place = look_at_network();
          if (!place.hosts) return not_the_hosts_network(place);
          const auto table = read_file("/proc/net/unix", 8 << 20);
          if (!table) return refused("open(2)", table.error().error_code);
          const std::vector<AbstractSocket> listeners = abstract_listeners(*table);
          if (listeners.empty()) return skipped("nothing of the host listens on an abstract socket");
          int error = 0;
          for (const AbstractSocket& listener : listeners) {
            error = connect_abstract(listener);
            if (error == 0) return succeeded("connect(2)", "@" + printable_utf8(listener.name) + " takes it");
          }
          return refused("connect(2)", error);
        },
};

}  // namespace taut::drills
