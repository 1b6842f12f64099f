#include "probe/attribution.h"

#include <algorithm>
#include <cerrno>

#include "probe/clone_plan.h"

namespace taut::probe {
namespace {

constexpr int filter_mode = 2;  // SECCOMP_MODE_FILTER

bool may_be_seccomp(const Reading& reading) {
  const int error = reading.attempt.error;
  // Without an errno: a program that was started and could not load its libraries.
  if (error == 0) return reading.attempt.layer == Layer::unknown;
  return error == EPERM || error == EACCES || error == ENOSYS;
}

const Reading* twin_of(const Reading& reading, const std::vector<Reading>& readings) {
  const auto found = std::ranges::find(readings, reading.drill, &Reading::drill);
  return found == readings.end() ? nullptr : &*found;
}

/// Whether the other clones show that a filter refused the attempt.
bool refused_by_seccomp(const Reading& reading, const Twins& twins) {
  if (!may_be_seccomp(reading)) return false;
  const Reading* marked = twin_of(reading, twins.marked);
  if (marked && marked->attempt.error == mark) return true;
  const Reading* off = twin_of(reading, twins.off);
  if (!off || off->attempt.outcome == Outcome::broken) return false;
  // Without the filter it went further, or was refused by somebody else.
  return off->attempt.outcome == Outcome::succeeded || off->attempt.error != reading.attempt.error ||
         off->attempt.step != reading.attempt.step;
}

bool lacks_capability(const Reading& reading, const PlaceFacts& facts) {
  const int capability = reading.drill->capability;
  return capability >= 0 && (facts.effective >> capability & 1) == 0;
}

/// The layer of a refusal that no filter gave.
Layer layer_without_seccomp(const Reading& reading, const PlaceFacts& facts) {
  const int error = reading.attempt.error;
  if ((error == EPERM || error == EACCES) && lacks_capability(reading, facts)) return Layer::capability;
  return Layer::unknown;
}

void attribute_one(Reading& reading, const Twins& twins, const PlaceFacts& facts) {
  drills::Attempt& attempt = reading.attempt;
  const bool skipped_for_lack = attempt.outcome == Outcome::skipped && attempt.error == ENOSYS;
  if (attempt.outcome != Outcome::stopped && !skipped_for_lack) return;
  if (refused_by_seccomp(reading, twins)) {
    if (skipped_for_lack) attempt.evidence.clear();
    attempt.outcome = Outcome::stopped;
    attempt.layer = Layer::seccomp;
    return;
  }
  const Reading* off = twin_of(reading, twins.off);
  if (attempt.error == ENOSYS && off && off->attempt.error == ENOSYS && !twins.own_filter) {
    attempt.outcome = Outcome::skipped;
    attempt.evidence = "this kernel (" + facts.kernel + ") has no such call: " + attempt.step;
    return;
  }
  const bool seccomp_excluded = off || facts.seccomp != filter_mode;
  if (attempt.layer == Layer::unknown && seccomp_excluded)
    attempt.layer = layer_without_seccomp(reading, facts);
}

}  // namespace

void attribute(std::vector<Reading>& readings, const Twins& twins, const PlaceFacts& facts) {
  for (Reading& reading : readings) attribute_one(reading, twins, facts);
}

}  // namespace taut::probe
