// Sockets of a family that the kernel may not have yet: asking for one makes it load a module, which would be
// left behind on the host. So the filter is asked first, with a type that no family has: seccomp sees the
// same family, and the kernel answers EINVAL before it looks for it.
#pragma once

#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/file.h"
#include "drills/drill.h"

namespace taut::drills {

inline constexpr int type_that_no_family_has = 11;  // SOCK_MAX, include/linux/net.h

/// Whether a call could make this kernel load a module.
inline bool kernel_loads_modules() {
  return ::access("/proc/modules", F_OK) == 0;
}

/// Whether a socket of the family can be asked for without loading anything; the name is that of
/// /proc/net/protocols.
inline bool family_is_there(std::string_view name) {
  if (!kernel_loads_modules()) return true;
  const auto protocols = read_file("/proc/net/protocols");
  return protocols && ("\n" + *protocols).find("\n" + std::string(name) + " ") != std::string::npos;
}

inline Attempt judged_family(int family, int type, std::string_view name) {
  constexpr std::string_view step = "socket(2)";
  if (::socket(family, type_that_no_family_has, 0) == -1 && errno != EINVAL)
    return errno == EAFNOSUPPORT ? skipped("this kernel has no sockets of family " + std::string(name))
                                 : refused(step, errno);
  if (!family_is_there(name))
    return succeeded(step, "the call reaches the kernel (which has not loaded " + std::string(name) +
                               ", and is not made to)");
  const UniqueFd fd(::socket(family, type | SOCK_CLOEXEC, 0));
  if (!fd && errno == EAFNOSUPPORT)
    return skipped("this kernel has no sockets of family " + std::string(name));
  return judged(step, fd.get(), "a socket of family " + std::string(name));
}

/// The same for a protocol of netlink: the wrong type is ESOCKTNOSUPPORT before its module is looked for.
inline Attempt judged_netlink(int protocol, const std::string& name) {
  constexpr std::string_view step = "socket(2)";
  if (::socket(AF_NETLINK, SOCK_STREAM, protocol) == -1 && errno != ESOCKTNOSUPPORT)
    return refused(step, errno);
  if (kernel_loads_modules()) {
    // Each protocol that is there has a socket of the kernel's own, with port 0: "address protocol 0 …".
    const auto sockets = read_file("/proc/net/netlink");
    const std::string own = " " + std::to_string(protocol) + (protocol < 10 ? "   0 " : "  0 ");
    if (!sockets || sockets->find(own) == std::string::npos)
      return succeeded(step,
                       "the call reaches the kernel (which has not loaded " + name + ", and is not made to)");
  }
  const UniqueFd fd(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol));
  if (!fd && errno == EPROTONOSUPPORT) return skipped("this kernel has no netlink protocol " + name);
  return judged(step, fd.get(), "a netlink socket of " + name);
}

}  // namespace taut::drills
