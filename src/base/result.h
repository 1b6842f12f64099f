// Errors of the outside world as values: what we were doing, and the errno if a system call said no.
// Not for findings about an audited thing (those have a location), nor for our own mistakes (assert).
#pragma once

#include <string>
#include <system_error>
#include <tl/expected.hpp>
#include <utility>

namespace taut {

struct Error {
  std::string what;    // what we were doing, and with which file: "open /db/db.sqlite3"
  int error_code = 0;  // errno, or 0 when no system call was involved

  /// One line for a person: "open /db/db.sqlite3: Permission denied".
  std::string message() const {
    if (error_code == 0) return what;
    return what + ": " + std::generic_category().message(error_code);
  }
};

template <class T>
using Result = tl::expected<T, Error>;

/// Builds the failed side of a Result. `error_code` is an errno value.
inline tl::unexpected<Error> failure(std::string what, int error_code = 0) {
  return tl::unexpected<Error>(Error{std::move(what), error_code});
}

/// Passes the error of a failed result on to a caller whose Result holds another type.
template <class T>
tl::unexpected<Error> propagate(Result<T>& result) {
  return tl::unexpected<Error>(std::move(result.error()));
}

}  // namespace taut
