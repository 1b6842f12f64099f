#include "lab/words.h"

#include <cstring>

namespace lab {
namespace {

using taut::Outcome;
using taut::drills::Drill;
using taut::drills::Kind;

/// What both kinds of result come down to.
struct Facts {
  Outcome outcome;
  bool set_up;
  std::string_view layer;
  std::string step;
  std::string error;
  std::string evidence;
};

Verdict stopped_verdict(const Facts& facts) {
  if (facts.set_up)
    return {"neutral", "Stopped (set-up)",
            "its own preparation was refused, so it proves nothing of its goal"};
  if (facts.layer == "unknown" || facts.layer.empty()) return {"good", "Stopped", ""};
  return {"good", "Stopped by " + std::string(facts.layer == "kernel" ? "the kernel" : facts.layer), ""};
}

Verdict short_verdict(const Drill& drill, const Facts& facts) {
  switch (facts.outcome) {
    case Outcome::stopped:
      if (drill.kind == Kind::attack) return stopped_verdict(facts);
      if (facts.set_up) return {"neutral", "Could not be read", "the sandbox refuses even that"};
      return drill.kind == Kind::state ? Verdict{"good", "Is set", ""}
                                       : Verdict{"good", "Cannot be learnt", ""};
    case Outcome::succeeded:
      if (drill.kind == Kind::state) return {"bad", "Not set", ""};
      if (drill.kind == Kind::info) return {"neutral", "Can be learnt", ""};
      return {"bad", "Got through", ""};
    case Outcome::skipped:
      return {"neutral", "Not tried", ""};
    case Outcome::broken:
      break;
  }
  return {"neutral", "Went wrong", ""};
}

Verdict verdict_of(const Drill& drill, const Facts& facts) {
  Verdict verdict = short_verdict(drill, facts);
  std::string where = facts.step;
  if (!facts.error.empty()) where += (where.empty() ? "" : ": ") + facts.error;
  if (!where.empty()) verdict.detail += (verdict.detail.empty() ? "" : ": ") + where;
  if (!facts.evidence.empty()) verdict.detail += (verdict.detail.empty() ? "" : "; ") + facts.evidence;
  return verdict;
}

}  // namespace

Verdict verdict_of(const Drill& drill, const Ending& ending) {
  const auto& attempt = ending.attempt;
  const char* name = attempt.error ? ::strerrorname_np(attempt.error) : nullptr;
  return verdict_of(drill, Facts{attempt.outcome, attempt.set_up, taut::name_of(attempt.layer), attempt.step,
                                 name ? name : "", attempt.evidence});
}

Verdict verdict_of(const Drill& drill, const DefaultRow& row) {
  return verdict_of(
      drill, Facts{row.outcome, row.set_up, row.layer, std::string(row.step), std::string(row.error), ""});
}

}  // namespace lab
