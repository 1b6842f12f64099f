#include "drills/drill.h"

#include <cerrno>
#include <utility>

namespace taut::drills {
namespace {

/// The errno values that only one layer gives. EPERM and EACCES are not among them.
Layer layer_of(int error) {
  switch (error) {
    case EROFS:
      return Layer::read_only_mount;
    case ENOENT:
      return Layer::missing_file;
    case ENOSPC:
    case EDQUOT:
    case EMFILE:
      return Layer::limit;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ETIMEDOUT:
      return Layer::network;
    default:
      return Layer::unknown;
  }
}

}  // namespace

Attempt succeeded(std::string_view step, std::string evidence) {
  return {Outcome::succeeded, 0, std::string(step), std::move(evidence), Layer::unknown, false};
}

Attempt refused(std::string_view step, int error) {
  return {Outcome::stopped, error, std::string(step), "", layer_of(error), false};
}

Attempt set_up_refused(std::string_view step, int error) {
  return {Outcome::stopped, error, std::string(step), "", layer_of(error), true};
}

Attempt stopped(std::string_view step, Layer layer, std::string evidence) {
  return {Outcome::stopped, 0, std::string(step), std::move(evidence), layer, false};
}

Attempt skipped(std::string reason) {
  return {Outcome::skipped, 0, "", std::move(reason), Layer::unknown, false};
}

Attempt broken(std::string reason) {
  return {Outcome::broken, 0, "", std::move(reason), Layer::unknown, false};
}

Attempt judged(std::string_view step, long result, std::string evidence) {
  return result == -1 ? refused(step, errno) : succeeded(step, std::move(evidence));
}

}  // namespace taut::drills
