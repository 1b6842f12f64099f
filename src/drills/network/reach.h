// How far a TCP connection gets, without waiting for longer than was said and without poll(2), which a tight
// seccomp profile need not allow. Shared by the drills of this folder.
#pragma once

#include <arpa/inet.h>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>

#include "base/fd.h"
#include "base/file.h"
#include "base/text.h"
#include "drills/drill.h"

namespace taut::drills {

constexpr std::chrono::milliseconds patience_near{300};  // on the same machine
constexpr std::chrono::milliseconds patience_far{1000};  // across the Internet

/// Calls `done` until it says true or the time is over; whether it said true.
template <class Done>
bool within(std::chrono::milliseconds patience, Done done) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    if (done()) return true;
    if (std::chrono::steady_clock::now() >= deadline) return false;
    const timespec pause{0, 2'000'000};
    ::nanosleep(&pause, nullptr);  // where that is refused too, this spins until the deadline
  }
}

struct Endpoint {
  std::string address;
  std::uint16_t port = 0;
  std::string text() const { return address + ":" + std::to_string(port); }
};

inline std::optional<sockaddr_in> socket_address(const Endpoint& endpoint) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(endpoint.port);
  if (::inet_pton(AF_INET, endpoint.address.c_str(), &address.sin_addr) != 1) return std::nullopt;
  return address;
}

/// Whether an ICMP message lies in the socket's error queue (ip(7), IP_RECVERR): a packet filter's answer,
/// not the other side's.
inline bool was_told_by_icmp(int socket) {
  char control[512];
  char data[64];
  iovec part{data, sizeof data};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  return ::recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0;
}

/// What came of one connection: `error` is 0 when it stood, ECONNREFUSED for a reset by the other side,
/// ETIMEDOUT for silence.
struct Reach {
  std::string_view step;
  int error = 0;
  bool answered() const { return step == "connect(2)" && (error == 0 || error == ECONNREFUSED); }
};

/// The protocol is named, as a seccomp profile may insist on it.
inline Reach reach_tcp(const Endpoint& endpoint, std::chrono::milliseconds patience) {
  const auto address = socket_address(endpoint);
  if (!address) return {"connect(2)", EINVAL};
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
  if (!socket) return {"socket(2)", errno};
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_IP, IP_RECVERR, &on, sizeof on);
  int error = 0;
  const bool ended = within(patience, [&] {
    // Called again, it tells how the first call went on (connect(2)).
    const int got = ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address);
    error = got == 0 || errno == EISCONN ? 0 : errno;
    return error != EINPROGRESS && error != EALREADY;
  });
  if (!ended) return {"connect(2)", ETIMEDOUT};
  if (error == ECONNREFUSED && was_told_by_icmp(socket.get())) return {"connect(2)", EHOSTUNREACH};
  return {"connect(2)", error};
}

/// An answer is a success, a reset included: it comes from the machine that was to be out of reach.
inline Attempt judged_reach(const Reach& reach, const Endpoint& endpoint) {
  if (!reach.answered()) return refused(reach.step, reach.error);
  return succeeded(reach.step,
                   endpoint.text() + (reach.error == 0 ? " takes the connection"
                                                       : " answers (with a reset: no service there)"));
}

/// Whether this network namespace has a route to anything; nothing when that cannot be read.
inline std::optional<bool> has_route() {
  const auto routes = read_file("/proc/net/route");
  if (!routes) return std::nullopt;
  return split(trim(*routes), '\n').size() > 1;  // the first line is the heading
}

/// The gateway of the default route, "" when there is none.
inline std::string default_gateway() {
  const auto routes = read_file("/proc/net/route");
  if (!routes) return "";
  for (const std::string_view line : split(*routes, '\n')) {
    const auto fields = split(line, '\t');
    if (fields.size() < 3 || fields[1] != "00000000" || fields[2] == "00000000") continue;
    const auto value = std::strtoul(std::string(fields[2]).c_str(), nullptr, 16);
    const in_addr address{
        static_cast<in_addr_t>(value)};  // the kernel prints the bytes as they lie in memory
    char text[INET_ADDRSTRLEN];
    return ::inet_ntop(AF_INET, &address, text, sizeof text) ? text : "";
  }
  return "";
}

inline Attempt no_network() {
  return stopped("open(2)", Layer::network, "no route: there is no network but loopback");
}

}  // namespace taut::drills
