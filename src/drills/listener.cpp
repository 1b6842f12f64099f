#include "drills/listener.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <chrono>

#include "base/fd.h"
#include "base/text.h"

namespace taut::drills {

int listen_for_a_while(std::string_view port) {
  constexpr std::chrono::minutes longest{30};  // a long ablation needs it to its end
  const auto number = parse_decimal(port);
  if (!number || *number < 1 || *number > 65535) return 2;
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(*number));
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return 1;
  if (::listen(socket.get(), 16) != 0) return 1;
  const auto end = std::chrono::steady_clock::now() + longest;
  while (std::chrono::steady_clock::now() < end) {
    pollfd waiting{socket.get(), POLLIN, 0};
    ::poll(&waiting, 1, 1000);
    const UniqueFd taken(::accept4(socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }
  return 0;
}

}  // namespace taut::drills
