#include "ablate/matrix.h"

#include <algorithm>

#include "controls/control.h"
#include "drills/catalogue.h"

namespace taut::ablate {
namespace {

const probe::Reading* reading_of(const TrialResult& result, const drills::Drill& drill) {
  const auto found = std::ranges::find(result.readings, &drill, &probe::Reading::drill);
  return found == result.readings.end() ? nullptr : &*found;
}

/// The controls that fail in a trial; the drill image is the failure of a minimal one.
std::set<std::string> failing(const Trial& trial) {
  std::set<std::string> controls = trial.removed;
  if (trial.grant == Grant::drill_image) controls.insert("minimal-image");
  return controls;
}

std::size_t depth_of(const Trial& trial) {
  return failing(trial).size();
}

bool is_part_of(const Trial& smaller, const Trial& larger) {
  if (smaller.grant != Grant::nothing && smaller.grant != larger.grant) return false;
  return smaller != larger && std::ranges::includes(larger.removed, smaller.removed);
}

/// The trials that open the drill and of which no part does.
std::vector<Trial> smallest_opening(const drills::Drill& drill, const std::vector<TrialResult>& results) {
  std::vector<Trial> opening;
  for (const TrialResult& result : results) {
    if (result.trial.grant != Grant::all_capabilities && got_through(result, drill).value_or(false))
      opening.push_back(result.trial);
  }
  std::vector<Trial> smallest;
  for (const Trial& trial : opening) {
    if (std::ranges::none_of(opening, [&](const Trial& other) { return is_part_of(other, trial); }))
      smallest.push_back(trial);
  }
  std::ranges::sort(smallest, {}, depth_of);
  return smallest;
}

void fill_cells(DrillRow& row, const std::vector<TrialResult>& results) {
  for (const Trial& trial : row.opens) {
    for (const std::string& control : failing(trial)) {
      Cell& cell = row.cells[control];
      if (depth_of(trial) == 1)
        cell = Cell::alone;
      else if (cell != Cell::alone)
        cell = Cell::together;
    }
  }
  if (row.at_first != Outcome::succeeded) return;
  for (const TrialResult& result : results) {
    if (depth_of(result.trial) != 1 || result.trial.removed.empty()) continue;
    if (got_through(result, *row.drill) == false) row.cells[*failing(result.trial).begin()] = Cell::closes;
  }
}

/// Declared and measured agree when every declared set that was tried opens it, and no measured one is
/// smaller.
bool holds(const DrillRow& row, const std::vector<TrialResult>& results) {
  if (row.at_first == Outcome::skipped) return true;
  for (auto set : drills::removal_sets(row.drill->stopped_by)) {
    const bool image = std::erase(set, "minimal-image") > 0;
    const Trial declared{image ? Grant::drill_image : Grant::nothing, {set.begin(), set.end()}};
    const auto tried = std::ranges::find(results, declared, &TrialResult::trial);
    if (tried != results.end() && got_through(*tried, *row.drill) == false) return false;
    if (std::ranges::any_of(row.opens, [&](const Trial& measured) { return is_part_of(measured, declared); }))
      return false;
  }
  return true;
}

DrillRow row_of(const drills::Drill& drill, const std::vector<TrialResult>& results) {
  DrillRow row;
  row.drill = &drill;
  if (const probe::Reading* first = results.empty() ? nullptr : reading_of(results.front(), drill)) {
    row.at_first = first->attempt.outcome;
    if (row.at_first == Outcome::skipped) row.reason = first->attempt.evidence;
  }
  row.opens = smallest_opening(drill, results);
  if (!row.opens.empty()) row.depth = depth_of(row.opens.front());
  const bool opened_by_capabilities = std::ranges::any_of(results, [&](const TrialResult& result) {
    return result.trial.grant == Grant::all_capabilities && got_through(result, drill).value_or(false);
  });
  row.only_with_capabilities = row.opens.empty() && opened_by_capabilities;
  fill_cells(row, results);
  row.claim_holds = holds(row, results);
  return row;
}

ControlColumn column_of(const Control& control, const std::vector<std::string>& removable,
                        const std::vector<DrillRow>& rows) {
  ControlColumn column;
  column.control = control.id;
  column.removable = std::ranges::count(removable, column.control) > 0;
  std::set<std::string> covers;
  for (const DrillRow& row : rows) {
    const auto cell = row.cells.find(column.control);
    if (cell == row.cells.end() || cell->second == Cell::closes || row.drill->kind != drills::Kind::attack)
      continue;
    column.proof.emplace_back(row.drill->id);
    if (cell->second == Cell::alone) column.alone.emplace_back(row.drill->id);
    for (const Trial& trial : row.opens) {
      if (!failing(trial).contains(column.control)) continue;
      for (const std::string& other : failing(trial)) {
        if (other != column.control) covers.insert(other);
      }
    }
  }
  if (column.alone.empty()) column.covers.assign(covers.begin(), covers.end());
  return column;
}

}  // namespace

std::optional<bool> got_through(const TrialResult& result, const drills::Drill& drill) {
  const probe::Reading* reading = reading_of(result, drill);
  if (!reading) return std::nullopt;
  if (reading->attempt.outcome == Outcome::succeeded) return true;
  if (reading->attempt.outcome == Outcome::stopped) return false;
  return std::nullopt;
}

Matrix make_matrix(std::span<const drills::Drill* const> drills, const std::vector<std::string>& removable,
                   const std::vector<TrialResult>& results) {
  Matrix matrix;
  for (const drills::Drill* drill : drills) matrix.drills.push_back(row_of(*drill, results));
  for (const Control& control : control_table())
    matrix.controls.push_back(column_of(control, removable, matrix.drills));
  for (const TrialResult& result : results) {
    if (!result.trouble.empty()) matrix.troubles.push_back(describe(result.trial) + ": " + result.trouble);
  }
  return matrix;
}

}  // namespace taut::ablate
