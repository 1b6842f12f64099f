#include "drills/catalogue.h"
#include "drills/network/reach.h"

namespace taut::drills {

constinit const Drill net_listen{
    .id = "net_listen",
    .tag = Tag::container_hardening,
    .kind = Kind::attack,
    .title = "listen for connections on a new port",
    .goal = "leave a door open that whoever reaches the container's address can come in by",
    .reference = "listen(2)",
    .needs = "",
    .stopped_by = "self-landlock + self-seccomp",
    .witness = "root",
    .not_shown = "whether anybody could reach the port; it is closed at once",
    .attempt =
        [](const Setting&) {
          const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP));
          if (!socket) return refused("socket(2)", errno);
          const sockaddr_in any{
              .sin_family = AF_INET, .sin_port = 0, .sin_addr = {INADDR_ANY}, .sin_zero = {}};
          if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&any), sizeof any) != 0)
            return refused("bind(2)", errno);
          return judged("listen(2)", ::listen(socket.get(), 1), "on a port of the kernel's choice");
        },
};

}  // namespace taut::drills
