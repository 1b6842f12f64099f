#include "ablate/matrix.h"

#include <algorithm>
#include <tuple>

#include "controls/control.h"
#include "drills/catalogue.h"

namespace taut::ablate {
namespace {

const probe::Reading* reading_of(const TrialResult& result, const drills::Drill& drill) {
  const auto found = std::ranges::find(result.readings, &drill, &probe::Reading::drill);
  return found == result.readings.end() ? nullptr : &*found;
}

std::size_t depth_of(const Trial& trial) {
  return failing(trial).size();
}

bool is_part_of(const Trial& smaller, const Trial& larger) {
  if (smaller.grant != Grant::nothing && smaller.grant != larger.grant) return false;
  return smaller != larger && std::ranges::includes(larger.removed, smaller.removed);
}

/// The trials of the wanted kind that open the drill and of which no part does.
std::vector<Trial> smallest_opening(const drills::Drill& drill, const std::vector<TrialResult>& results,
                                    bool (*wanted)(Grant grant)) {
  std::vector<Trial> opening;
  for (const TrialResult& result : results) {
    if (wanted(result.trial.grant) && got_through(result, drill).value_or(false))
      opening.push_back(result.trial);
  }
  std::vector<Trial> smallest;
  for (const Trial& trial : opening) {
    if (std::ranges::none_of(opening, [&](const Trial& other) { return is_part_of(other, trial); }))
      smallest.push_back(trial);
  }
  // Of the same size in one order, whatever the order of the trials was; --privileged, which takes many at
  // once, explains least.
  std::ranges::sort(smallest, {}, [](const Trial& trial) {
    return std::tuple(depth_of(trial), trial.removed.contains("not-privileged"), trial);
  });
  return smallest;
}

bool is_own_sandbox(Grant grant) {
  return grant == Grant::own_sandbox;
}

/// In a container of Docker's defaults that has the program's own sandbox, without these parts of it.
std::vector<Trial> opening_the_sandbox(const drills::Drill& drill, const std::vector<TrialResult>& results) {
  return smallest_opening(drill, results, is_own_sandbox);
}

void mark_openings(DrillRow& row, const std::vector<Trial>& opens) {
  for (const Trial& trial : opens) {
    const auto controls = failing(trial);
    for (const std::string& control : controls) {
      Cell& cell = row.cells[control];
      if (controls.size() == 1)
        cell = Cell::alone;
      else if (cell != Cell::alone)
        cell = Cell::together;
    }
  }
}

/// Taking one control more away closes what was open. Whatever a control opens counts for more.
void mark_closings(DrillRow& row, const std::vector<TrialResult>& results) {
  std::set<Trial> open;
  for (const TrialResult& result : results) {
    if (counts_for_controls(result.trial.grant) && got_through(result, *row.drill).value_or(false))
      open.insert(result.trial);
  }
  for (const TrialResult& result : results) {
    if (!counts_for_controls(result.trial.grant) || got_through(result, *row.drill) != false) continue;
    for (const std::string& control : result.trial.removed) {
      Trial one_less = result.trial;
      one_less.removed.erase(control);
      if (open.contains(one_less)) row.cells.emplace(control, Cell::closes);
    }
  }
}

/// Declared and measured agree when every declared set that was tried opens it, by itself or with the filter
/// (most sets were measured under Docker's own, wider one), and no smaller one does.
bool holds(const DrillRow& row, const std::vector<TrialResult>& results) {
  if (row.at_first != Outcome::stopped) return true;
  for (const auto& set : drills::removal_sets(row.drill->stopped_by)) {
    const std::set<std::string> declared(set.begin(), set.end());
    auto wider = declared;
    wider.insert("seccomp-profile");
    bool tried = false, opened = false;
    for (const TrialResult& result : results) {
      const auto off = failing(result.trial);
      const auto through = got_through(result, *row.drill);
      if (!counts_for_controls(result.trial.grant) || !through) continue;
      if (off != declared && off != wider) continue;
      tried = true;
      opened = opened || *through;
    }
    if (tried && !opened) return false;
    if (std::ranges::any_of(
            row.opens, [&](const Trial& measured) { return is_part_of(measured, trial_without(declared)); }))
      return false;
  }
  return true;
}

std::optional<bool> by_grant(Grant grant, const drills::Drill& drill,
                             const std::vector<TrialResult>& results) {
  for (const TrialResult& result : results) {
    if (result.trial.grant == grant) {
      if (const auto through = got_through(result, drill)) return through;
    }
  }
  return std::nullopt;
}

DrillRow row_of(const drills::Drill& drill, const std::vector<TrialResult>& results) {
  DrillRow row;
  row.drill = &drill;
  if (const probe::Reading* first = results.empty() ? nullptr : reading_of(results.front(), drill)) {
    row.at_first = first->attempt.outcome;
    if (row.at_first == Outcome::skipped) row.reason = first->attempt.evidence;
  }
  row.opens = smallest_opening(drill, results, counts_for_controls);
  if (!row.opens.empty()) row.depth = depth_of(row.opens.front());
  row.somewhere = std::ranges::any_of(
      results, [&](const TrialResult& result) { return got_through(result, drill).value_or(false); });
  row.by_default = by_grant(Grant::docker_defaults, drill, results);
  row.privileged = by_grant(Grant::privileged, drill, results);
  row.only_with_capabilities =
      row.opens.empty() && by_grant(Grant::all_capabilities, drill, results).value_or(false);
  mark_openings(row, row.opens);
  mark_openings(row, opening_the_sandbox(drill, results));
  mark_closings(row, results);
  row.claim_holds = holds(row, results);
  return row;
}

/// From each smallest set with the control: the base is the set without it.
void add_proofs(ControlColumn& column, const DrillRow& row, const std::vector<Trial>& opens,
                std::set<std::string>& covers) {
  for (const Trial& trial : opens) {
    auto base = failing(trial);
    if (base.erase(column.control) == 0) continue;
    const Trial from = trial.grant == Grant::own_sandbox ? Trial{trial.grant, base} : trial_without(base);
    if (base.empty()) column.alone.emplace_back(row.drill->id);
    const bool first =
        std::ranges::none_of(column.proof, [&](const Proof& known) { return known.drill == row.drill->id; });
    if (first) column.proof.push_back({std::string(row.drill->id), from});
    covers.insert(base.begin(), base.end());
  }
}

ControlColumn column_of(const Control& control, const std::vector<std::string>& removable,
                        const std::vector<DrillRow>& rows, const std::vector<TrialResult>& results) {
  ControlColumn column;
  column.control = control.id;
  column.removable = std::ranges::count(removable, column.control) > 0;
  std::set<std::string> covers;
  for (const DrillRow& row : rows) {
    if (row.drill->kind != drills::Kind::attack) continue;
    add_proofs(column, row, row.opens, covers);
    add_proofs(column, row, opening_the_sandbox(*row.drill, results), covers);
  }
  if (column.alone.empty()) column.covers.assign(covers.begin(), covers.end());
  return column;
}

}  // namespace

Matrix make_matrix(std::span<const drills::Drill* const> drills, const std::vector<std::string>& removable,
                   const std::vector<TrialResult>& results) {
  Matrix matrix;
  for (const drills::Drill* drill : drills) matrix.drills.push_back(row_of(*drill, results));
  for (const Control& control : control_table())
    matrix.controls.push_back(column_of(control, removable, matrix.drills, results));
  for (const TrialResult& result : results) {
    if (!result.trouble.empty()) matrix.troubles.push_back(describe(result.trial) + ": " + result.trouble);
  }
  return matrix;
}

}  // namespace taut::ablate
