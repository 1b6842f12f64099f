// What a change opened and closed: a probe beside an older one's JSON.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/outcome.h"
#include "probe/probe.h"

namespace taut::report {

/// The outcomes in an older report, by drill; the second map is of --as root.
struct OldReport {
  std::string time;
  std::map<std::string, Outcome, std::less<>> drills;
  std::map<std::string, Outcome, std::less<>> as_root;
};

/// Errors: it is no report of `taut probe --format json`.
Result<OldReport> parse_old_report(std::string_view text);

struct Changed {
  const drills::Drill* drill = nullptr;
  bool as_root = false;
  Outcome before = Outcome::skipped;
  Outcome now = Outcome::skipped;
};

struct Comparison {
  std::string old_time;
  std::vector<Changed> opened;  // got through now, and did not before
  std::vector<Changed> closed;  // got through before, and is stopped now
  std::vector<Changed>
      untried;  // got through now; the older catalogue had no such drill, so no change is shown
};

/// Drills of kind info are left out: what can be learnt is no gap.
Comparison compare(const OldReport& old, const std::vector<probe::ProbeResult>& results);

}  // namespace taut::report
