// Mounts of an attempt's own: a mount namespace that nothing else is in and that ends with the attempt, so
// that what is mounted there is seen by nobody, in a --privileged container and on the bare host too.
#pragma once

#include <sched.h>
#include <sys/mount.h>

#include <cerrno>
#include <optional>

#include "drills/drill.h"

namespace taut::drills {

/// Nothing when the process has mounts of its own now; else what that says about the attempt.
inline std::optional<Attempt> into_own_mounts() {
  // Without a type EINVAL is the answer, after the permission check.
  if (::mount(nullptr, "/", nullptr, 0, nullptr) == -1 && errno != EINVAL) return refused("mount(2)", errno);
  if (::unshare(CLONE_NEWNS) != 0)
    return succeeded("mount(2)", "may mount; not done, as it may not unshare(2) to do it unseen");
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return succeeded("mount(2)", "may mount; not done, as it may not make its mounts private");
  return std::nullopt;
}

}  // namespace taut::drills
