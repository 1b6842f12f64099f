// One DNS question over UDP (RFC 1035), for the drills that ask whether UDP, or a resolver, leads outside.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "drills/network/reach.h"

namespace taut::drills {

/// A question for the IPv4 address of `name`, with recursion desired.
inline std::string dns_question(std::string_view name) {
  std::string bytes{"\x54\x41\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00", 12};
  for (const std::string_view label : split(name, '.')) {
    bytes += static_cast<char>(label.size());
    bytes += label;
  }
  bytes += std::string_view{"\x00\x00\x01\x00\x01", 5};
  return bytes;
}

struct DnsAnswer {
  std::string_view step;
  int error = 0;  // of the step, 0 when there is an answer
  int code = -1;  // 0 an answer, 2 the server failed, 3 no such name, 5 refused
  bool comes_from_outside() const { return error == 0 && (code == 0 || code == 3); }
};

inline DnsAnswer ask_dns(const Endpoint& resolver, std::string_view name,
                         std::chrono::milliseconds patience) {
  const auto address = socket_address(resolver);
  if (!address) return {"connect(2)", EINVAL};
  const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return {"socket(2)", errno};
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0)
    return {"connect(2)", errno};
  const std::string question = dns_question(name);
  if (::send(socket.get(), question.data(), question.size(), MSG_NOSIGNAL) < 0) return {"send(2)", errno};
  std::array<unsigned char, 512> answer{};
  ssize_t got = -1;
  int error = 0;
  const bool came = within(patience, [&] {
    got = ::recv(socket.get(), answer.data(), answer.size(), MSG_DONTWAIT);
    error = got < 0 ? errno : 0;
    return error != EAGAIN;
  });
  if (!came) return {"recv(2)", ETIMEDOUT};
  if (error) return {"recv(2)", error};
  if (got < 12) return {"recv(2)", EBADMSG};
  return {"recv(2)", 0, answer[3] & 0x0F};
}

}  // namespace taut::drills
