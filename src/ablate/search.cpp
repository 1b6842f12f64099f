// The search of --depth; see plan.h.
#include <algorithm>
#include <map>

#include "ablate/matrix.h"
#include "ablate/plan.h"

namespace taut::ablate {
namespace {

using Controls = std::set<std::string>;

/// What is known, by what fails.
class Known {
 public:
  explicit Known(const std::vector<TrialResult>& done) {
    for (const TrialResult& result : done) {
      if (counts_for_controls(result.trial.grant)) results_[failing(result.trial)].push_back(&result);
    }
  }

  bool was_tried(const Controls& off) const { return results_.contains(off); }
  bool opens(const Controls& off, const drills::Drill& drill) const {
    const auto found = results_.find(off);
    if (found == results_.end()) return false;
    return std::ranges::any_of(found->second, [&](const TrialResult* result) {
      return got_through(*result, drill).value_or(false);
    });
  }

 private:
  std::map<Controls, std::vector<const TrialResult*>> results_;
};

Controls without(Controls controls, const std::string& one) {
  controls.erase(one);
  return controls;
}

Controls with(Controls controls, const std::string& one) {
  controls.insert(one);
  return controls;
}

/// Everything off; and, as root and --privileged also take chances away (files of another user, sysctls), the
/// same with those on.
std::vector<Controls> ceilings(const std::vector<std::string>& controls) {
  Controls all(controls.begin(), controls.end());
  all.insert("minimal-image");
  std::vector<Controls> found{all};
  for (const Controls& kept : {Controls{"not-privileged"}, Controls{"non-root-user"},
                               Controls{"not-privileged", "non-root-user"}, Controls{"network-namespace"}}) {
    Controls some = all;
    for (const std::string& control : kept) some.erase(control);
    if (some != all) found.push_back(some);
  }
  return found;
}

class Question {
 public:
  Question(const Known& known, const drills::Drill& drill, std::set<Controls>& asked)
      : known_(known), drill_(drill), asked_(asked) {}

  /// From a set that opens the drill towards a smallest one; asks for what has to be tried next.
  void narrow(const Controls& open) {
    Controls needed;
    bool waits = false;
    for (const std::string& control : open) {
      const Controls less = without(open, control);
      waits = !ask(less) || waits;
      if (known_.was_tried(less) && !known_.opens(less, drill_)) needed.insert(control);
    }
    if (waits || needed == open) return;
    if (!ask(needed) || known_.opens(needed, drill_)) return;
    bool found = false;
    for (const std::string& control : open) {
      if (needed.contains(control)) continue;
      const Controls more = with(needed, control);
      waits = !ask(more) || waits;
      found = found || known_.opens(more, drill_);
    }
    if (!waits && !found) put_back(open, needed);
  }

 private:
  /// One control that can be spared is put back, and the question is asked again.
  void put_back(const Controls& open, const Controls& needed) {
    for (const std::string& control : open) {
      if (needed.contains(control)) continue;
      narrow(without(open, control));
      return;
    }
  }

  /// Whether the answer is known already.
  bool ask(const Controls& off) {
    if (known_.was_tried(off)) return true;
    asked_.insert(off);
    return false;
  }

  const Known& known_;
  const drills::Drill& drill_;
  std::set<Controls>& asked_;
};

}  // namespace

std::vector<std::string> startable_without(const std::vector<std::string>& controls,
                                           const std::vector<TrialResult>& done) {
  std::vector<std::string> found = controls;
  for (const TrialResult& result : done) {
    const Trial& trial = result.trial;
    if (!result.trouble.empty() && trial.grant == Grant::nothing && trial.removed.size() == 1)
      std::erase(found, *trial.removed.begin());
  }
  return found;
}

std::vector<const drills::Drill*> unsettled(std::span<const drills::Drill* const> drills,
                                            const std::vector<TrialResult>& done) {
  std::vector<const drills::Drill*> open_questions;
  const Matrix matrix = make_matrix(drills, {}, done);
  for (const DrillRow& row : matrix.drills) {
    // Every single removal was tried, so a set of two is a smallest one.
    const bool certain = row.depth && *row.depth <= 2;
    if (row.at_first == Outcome::stopped && !certain) open_questions.push_back(row.drill);
  }
  return open_questions;
}

std::vector<Trial> next_trials(const std::vector<std::string>& controls,
                               std::span<const drills::Drill* const> drills,
                               const std::vector<TrialResult>& done) {
  const Known known(done);
  std::set<Controls> asked;
  for (const Controls& ceiling : ceilings(controls)) {
    if (!known.was_tried(ceiling)) asked.insert(ceiling);
  }
  for (const drills::Drill* drill : drills) {
    for (const Controls& ceiling : ceilings(controls)) {
      if (!known.opens(ceiling, *drill)) continue;
      Question(known, *drill, asked).narrow(ceiling);
      break;  // one way down is enough
    }
  }
  std::vector<Trial> trials;
  for (const Controls& off : asked) trials.push_back(trial_without(off));
  return trials;
}

}  // namespace taut::ablate
