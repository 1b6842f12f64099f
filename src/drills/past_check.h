// The kernel asks whether a call is allowed before it looks at what is asked for. So an attempt can ask for
// something that cannot be done: an errno about the arguments means that the permission was given. Which
// errno comes after the check is a matter of each call; everything else is a refusal.
#pragma once

#include <algorithm>
#include <cerrno>
#include <initializer_list>
#include <string>
#include <utility>

#include "drills/drill.h"

namespace taut::drills {

/// For a raw call's result: 0 or more, or one of `past`, got through.
inline Attempt judged_past_check(std::string_view step, long result, std::initializer_list<int> past,
                                 std::string evidence) {
  const int error = errno;
  if (result == -1 && std::ranges::find(past, error) == past.end()) return refused(step, error);
  return succeeded(step, std::move(evidence));
}

}  // namespace taut::drills
