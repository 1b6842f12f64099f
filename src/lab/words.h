// What came of an attempt, in words for a person: here and in a default container alike.
#pragma once

#include <string>
#include <string_view>

#include "drills/drill.h"
#include "lab/default_container.h"
#include "lab/wire.h"

namespace lab {

struct Verdict {
  std::string_view style;  // of the page: "good", "bad", "neutral"
  std::string verdict;     // "Stopped by seccomp"
  std::string detail;      // "fchown(2): EPERM", and what was seen
};

Verdict verdict_of(const taut::drills::Drill& drill, const Ending& ending);
Verdict verdict_of(const taut::drills::Drill& drill, const DefaultRow& row);

}  // namespace lab
