#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <string_view>

#include "base/fd.h"
#include "drills/catalogue.h"

namespace taut::drills {

/// A listener on a free port of the loopback address, and that address.
struct NetFastopenListener {
  UniqueFd fd;
  sockaddr_in address{};
  std::string_view refused_step;  // "" when it listens; errno says why
};

inline NetFastopenListener net_fastopen_listener() {
  NetFastopenListener listener;
  listener.fd.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  listener.address.sin_family = AF_INET;
  listener.address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof listener.address;
  auto* address = reinterpret_cast<sockaddr*>(&listener.address);
  if (!listener.fd)
    listener.refused_step = "socket(2)";
  else if (::bind(listener.fd.get(), address, size) != 0)
    listener.refused_step = "bind(2)";
  else if (::listen(listener.fd.get(), 1) != 0)
    listener.refused_step = "listen(2)";
  else if (::getsockname(listener.fd.get(), address, &size) != 0)
    listener.refused_step = "getsockname(2)";
  return listener;
}

constinit const Drill net_fastopen{
    .id = "net_fastopen",
    .tag = Tag::kernel_capabilities,
    .kind = Kind::attack,
    .title = "connect without connect(2)",
    .goal = "send data out where the filter, or Landlock, forbids only connect",
    .reference = "tcp(7), MSG_FASTOPEN in send(2); landlock-lsm/linux#41",
    .needs = "",
    .stopped_by = "no-tcp-fastopen + seccomp-profile",
    .witness = "root",
    .not_shown = "the listener is its own, on the loopback address of the container; no packet leaves it",
    .attempt =
        [](const Setting&) {
          const NetFastopenListener listener = net_fastopen_listener();
          if (!listener.refused_step.empty()) return set_up_refused(listener.refused_step, errno);
          const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
          if (!fd) return set_up_refused("socket(2)", errno);
          const auto* address = reinterpret_cast<const sockaddr*>(&listener.address);
          const ssize_t sent =
              ::sendto(fd.get(), "x", 1, MSG_FASTOPEN | MSG_NOSIGNAL, address, sizeof listener.address);
          if (sent == -1 && errno == EOPNOTSUPP)
            return stopped("sendto(2)", Layer::engine, "net.ipv4.tcp_fastopen is off");
          if (sent == -1 && errno != EINPROGRESS) return refused("sendto(2)", errno);
          // Loopback: the handshake is over as soon as the call comes back, but for a moment.
          for (int patience = 0; patience < 100; ++patience) {
            const UniqueFd accepted(::accept4(listener.fd.get(), nullptr, nullptr, SOCK_CLOEXEC));
            if (accepted) return succeeded("sendto(2)", "a connection without connect(2)");
            if (errno != EAGAIN) return set_up_refused("accept4(2)", errno);
            ::poll(nullptr, 0, 5);
          }
          return stopped("sendto(2)", Layer::network, "no connection arrived");
        },
};

}  // namespace taut::drills
