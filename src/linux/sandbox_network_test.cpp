// The network under the whole sandbox: connections that come in are served, and none goes out, by any of the
// known ways.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

#include <thread>

#include "linux/confined.h"

namespace taut::kernel {
namespace {

using testing::attempt;
using testing::close_sandbox;
using testing::confined;
using testing::in_child;
using testing::in_order;
using testing::TemporaryFolder;

const sockaddr* raw(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

sockaddr_in loopback() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

UniqueFd make_socket() {
  return UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

/// A listener on a port that the kernel chose, and where it is.
struct Listener {
  Listener() : fd(make_socket()), address(loopback()) {
    socklen_t size = sizeof address;
    const bool works = ::bind(fd.get(), raw(address), size) == 0 && ::listen(fd.get(), 8) == 0;
    if (works) ::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &size);
  }

  /// Whether a connection has come in; over loopback it is there when the other side's call returns.
  bool was_reached() const {
    pollfd waiting{fd.get(), POLLIN, 0};
    return ::poll(&waiting, 1, 0) == 1;
  }

  UniqueFd fd;
  sockaddr_in address;
};

/// Without connect(2): a listener is shut down, which frees it for another use, and the first data opens a
/// connection.
std::string connect_by_fast_open(int listener, const sockaddr_in& target) {
  return in_order(
      {attempt(::shutdown(listener, SHUT_RD)),
       attempt(::sendto(listener, "x", 1, MSG_FASTOPEN | MSG_NOSIGNAL, raw(target), sizeof target))});
}

std::string connect_by_fast_open_message(int listener, sockaddr_in target) {
  char byte = 'x';
  iovec part{&byte, 1};
  msghdr message{};
  message.msg_name = &target;
  message.msg_namelen = sizeof target;
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  mmsghdr several{message, 0};
  return in_order({attempt(::sendmsg(listener, &message, MSG_FASTOPEN | MSG_NOSIGNAL)),
                   attempt(::sendmmsg(listener, &several, 1, MSG_FASTOPEN | MSG_NOSIGNAL))});
}

TEST(SandboxNetwork, WithoutTheSandboxFastOpenConnectsOutFromAListener) {
  const Listener outside;
  const Listener own;
  const std::string told = in_child([&] { return connect_by_fast_open(own.fd.get(), outside.address); });
  if (told == "ok EOPNOTSUPP")
    GTEST_SKIP() << "net.ipv4.tcp_fastopen is 0 here, which closes that door by itself";
  EXPECT_EQ(told, "ok ok");
  EXPECT_TRUE(outside.was_reached()) << "the premise of the next test";
}

TEST(SandboxNetwork, FastOpenFromAListenerDoesNotGetOut) {
  const Listener outside;
  const Listener own;
  const TemporaryFolder data;
  const std::string told = in_child([&] {
    close_sandbox({data.path, 18000});
    return connect_by_fast_open(own.fd.get(), outside.address) + " " +
           connect_by_fast_open_message(own.fd.get(), outside.address);
  });
  EXPECT_EQ(told, "EPERM EPERM EPERM EPERM");
  EXPECT_FALSE(outside.was_reached());
}

TEST(SandboxNetwork, NotEvenWhenTheListenerWasFreedBefore) {
  const Listener outside;
  const Listener own;
  const TemporaryFolder data;
  const std::string told = in_child([&] {
    ::shutdown(own.fd.get(), SHUT_RD);
    close_sandbox({data.path, 18000});
    const auto by_address =
        attempt(::sendto(own.fd.get(), "x", 1, MSG_NOSIGNAL, raw(outside.address), sizeof outside.address));
    return by_address + " " + connect_by_fast_open_message(own.fd.get(), outside.address) + " " +
           attempt(::connect(own.fd.get(), raw(outside.address), sizeof outside.address));
  });
  EXPECT_EQ(told, "EPERM EPERM EPERM EPERM");
  EXPECT_FALSE(outside.was_reached());
}

TEST(SandboxNetwork, AMessageWithAnAddressButNoFlagConnectsNothing) {
  const Listener outside;
  const Listener own;
  const TemporaryFolder data;
  EXPECT_EQ(in_child([&] {
              ::shutdown(own.fd.get(), SHUT_RD);
              close_sandbox({data.path, 18000});
              sockaddr_in target = outside.address;
              char byte = 'x';
              iovec part{&byte, 1};
              msghdr message{};
              message.msg_name = &target;
              message.msg_namelen = sizeof target;
              message.msg_iov = &part;
              message.msg_iovlen = 1;
              return attempt(::sendmsg(own.fd.get(), &message, MSG_NOSIGNAL));
            }),
            "EPIPE");
  EXPECT_FALSE(outside.was_reached());
}

TEST(SandboxNetwork, NoSocketIsMadeOfAnyFamily) {
  for (const int family : {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK, AF_PACKET, AF_VSOCK, AF_ALG}) {
    EXPECT_EQ(confined([&] { return attempt(::socket(family, SOCK_STREAM, 0)); }), "EPERM") << family;
  }
  EXPECT_EQ(confined([] {
              int ends[2];
              return attempt(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
            }),
            "EPERM");
}

TEST(SandboxNetwork, ASocketFromBeforeCanNeitherConnectNorListen) {
  const Listener outside;
  const TemporaryFolder data;
  EXPECT_EQ(
      in_child([&] {
        const UniqueFd fd = make_socket();
        close_sandbox({data.path, 18000});
        const auto any = loopback();
        return in_order({attempt(::connect(fd.get(), raw(outside.address), sizeof any)),
                         attempt(::bind(fd.get(), raw(any), sizeof any)), attempt(::listen(fd.get(), 1))});
      }),
      "EPERM EPERM EPERM");
}

TEST(SandboxNetwork, OnlyTheOptionInUseCanBeSet) {
  const TemporaryFolder data;
  EXPECT_EQ(in_child([&] {
              const UniqueFd fd = make_socket();
              close_sandbox({data.path, 18000});
              const int on = 1;
              const auto set = [&](int level, int option) {
                return attempt(::setsockopt(fd.get(), level, option, &on, sizeof on));
              };
              return in_order({set(IPPROTO_TCP, TCP_NODELAY), set(IPPROTO_TCP, TCP_FASTOPEN_CONNECT),
                               set(IPPROTO_TCP, TCP_REPAIR), set(IPPROTO_TCP, TCP_ULP),
                               set(SOL_SOCKET, SO_REUSEPORT), set(IPPROTO_IP, TCP_NODELAY)});
            }),
            "ok EPERM EPERM EPERM EPERM EPERM");
}

/// What an event loop does with one client: waits, accepts, reads, answers in two buffers, ends the answer,
/// closes.
std::string serve_one(int listener, int poller, int timer) {
  itimerspec deadline{};
  deadline.it_value.tv_sec = 20;
  epoll_event event{};
  event.events = EPOLLIN;
  char request[16];
  char on = 1;
  std::string told = in_order({attempt(::timerfd_settime(timer, 0, &deadline, nullptr)),
                               attempt(::epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event)),
                               attempt(::epoll_wait(poller, &event, 1, 20000))});
  const UniqueFd client(::accept(listener, nullptr, nullptr));
  sockaddr_in peer{};
  socklen_t size = sizeof peer;
  char head[] = "he";
  char body[] = "llo";
  iovec parts[] = {{head, 2}, {body, 3}};
  msghdr message{};
  message.msg_iov = parts;
  message.msg_iovlen = 2;
  int non_blocking = on;
  told += " " + in_order({attempt(client.get()),
                          attempt(::getpeername(client.get(), reinterpret_cast<sockaddr*>(&peer), &size)),
                          attempt(::recv(client.get(), request, sizeof request, 0)),
                          attempt(::ioctl(client.get(), FIONBIO, &non_blocking)),
                          attempt(::fcntl(client.get(), F_SETFL, O_RDWR | O_NONBLOCK)),
                          attempt(::sendmsg(client.get(), &message, MSG_NOSIGNAL)),
                          attempt(::send(client.get(), "!", 1, MSG_NOSIGNAL)),
                          attempt(::shutdown(client.get(), SHUT_WR)),
                          attempt(::shutdown(client.get(), SHUT_RDWR))});
  return told;
}

TEST(SandboxNetwork, AClientThatComesInIsServed) {
  const Listener own;
  const TemporaryFolder data;
  std::string answer;
  std::thread client([&] {
    const UniqueFd fd = make_socket();
    if (::connect(fd.get(), raw(own.address), sizeof own.address) != 0 ||
        ::send(fd.get(), "hi", 2, MSG_NOSIGNAL) != 2)
      return;
    char buffer[16];
    for (ssize_t got = 0; (got = ::recv(fd.get(), buffer, sizeof buffer, 0)) > 0;)
      answer.append(buffer, static_cast<std::size_t>(got));
  });
  const std::string told = in_child([&] {
    const UniqueFd poller(::epoll_create1(EPOLL_CLOEXEC));
    const UniqueFd timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
    close_sandbox({data.path, 18000});
    return serve_one(own.fd.get(), poller.get(), timer.get());
  });
  client.join();
  EXPECT_EQ(told, "ok ok ok ok ok ok ok ok ok ok ok EPERM");
  EXPECT_EQ(answer, "hello!");
}

}  // namespace
}  // namespace taut::kernel
