// What the trials say, as a matrix of controls and drills. Pure.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "ablate/trial.h"
#include "drills/drill.h"

namespace taut::ablate {

/// What one control does about one drill.
enum class Cell {
  nothing,   // taking it away changes nothing that was tried
  alone,     // taking it away alone lets the drill through
  together,  // it is one of a smallest set of two or more that have to go
  closes,    // taking it away stops a drill that got through before: the layers are not independent
};

/// A drill that is stopped in `base`, and gets through when the control of the column goes too.
struct Proof {
  std::string drill;
  Trial base;
  friend bool operator==(const Proof&, const Proof&) = default;
};

struct DrillRow {
  const drills::Drill* drill = nullptr;
  Outcome at_first = Outcome::skipped;  // with everything on
  std::string reason;                   // of a skip
  std::vector<Trial> opens;             // the smallest trials in which it gets through
  std::optional<std::size_t> depth;     // how many controls have to fail; nothing: no trial opened it
  bool only_with_capabilities = false;  // opened by the positive control, not by a set that was tried
  bool somewhere = false;  // it got through somewhere on this kernel, comparisons included: it can be shown
  std::optional<bool> by_default;  // in Docker's defaults, where that was asked for
  std::optional<bool> privileged;  // with --privileged
  bool claim_holds = true;         // measured and declared smallest sets agree, as far as they could be tried
  std::map<std::string, Cell> cells;  // by control id; a missing one is Cell::nothing
};

struct ControlColumn {
  std::string control;
  bool removable = false;           // from outside, here
  std::vector<std::string> alone;   // drills that it alone keeps out
  std::vector<Proof> proof;         // drills that prove it from some base, those of `alone` included
  std::vector<std::string> covers;  // other controls that make it redundant for its proofs
};

struct Matrix {
  std::vector<ControlColumn> controls;
  std::vector<DrillRow> drills;
  std::vector<std::string> troubles;  // configurations that could not be started
};

Matrix make_matrix(std::span<const drills::Drill* const> drills, const std::vector<std::string>& removable,
                   const std::vector<TrialResult>& results);

}  // namespace taut::ablate
