// What all forms of an ablation's report say alike.
#include "report/ablate_report.h"

namespace taut::report {

using ablate::Cell;
using ablate::ControlColumn;
using ablate::DrillRow;

namespace {

std::string joined(const std::vector<std::string>& words, std::size_t most) {
  std::string text;
  for (std::size_t at = 0; at < words.size() && at < most; ++at) text += (at ? ", " : "") + words[at];
  if (words.size() > most) text += " and " + std::to_string(words.size() - most) + " more";
  return text;
}

std::vector<std::string> drills_of(const ControlColumn& column) {
  std::vector<std::string> drills;
  for (const ablate::Proof& proof : column.proof) drills.push_back(proof.drill);
  return drills;
}

}  // namespace

char sign_of(Cell cell) {
  switch (cell) {
    case Cell::alone:
      return '#';
    case Cell::together:
      return '+';
    case Cell::closes:
      return '-';
    case Cell::nothing:
      return '.';
  }
  return '.';
}

char sign_of(const std::optional<bool>& got_through) {
  return !got_through ? ' ' : *got_through ? 'o' : '.';
}

Cell cell_of(const DrillRow& row, const std::string& control) {
  const auto found = row.cells.find(control);
  return found == row.cells.end() ? Cell::nothing : found->second;
}

std::string depth_sign(const DrillRow& row) {
  if (row.at_first == Outcome::succeeded) return "0";
  if (row.at_first == Outcome::skipped) return "s";
  if (row.depth) return std::to_string(*row.depth);
  return row.only_with_capabilities ? "c" : "-";
}

std::vector<const ControlColumn*> shown_columns(const ablate::Matrix& matrix) {
  std::vector<const ControlColumn*> shown;
  for (const ControlColumn& column : matrix.controls) {
    if (column.removable) shown.push_back(&column);
  }
  return shown;
}

std::string depth_in_words(const DrillRow& row) {
  if (row.at_first == Outcome::succeeded) return "open";
  if (row.at_first == Outcome::skipped) return "skipped: " + row.reason;
  if (row.depth) return *row.depth == 1 ? "1 control deep" : std::to_string(*row.depth) + " controls deep";
  if (row.only_with_capabilities) return "only with added capabilities";
  return row.somewhere ? "only in a container without any control" : "nothing that was tried opens it";
}

std::string heading(const AblateReport& report) {
  return report.subject + ", Linux " + report.kernel +
         (report.engine.empty() ? "" : ", Docker " + report.engine) +
         (report.rootless ? ", rootless" : ", rootful") + ": " + std::to_string(report.trials) +
         " configurations";
}

std::string purpose_of(const ControlColumn& column, std::size_t most) {
  if (!column.alone.empty()) return "alone keeps out " + joined(column.alone, most);
  if (column.proof.empty()) return "no drill that was tried shows what it is for";
  const std::string drills = joined(drills_of(column), most);
  return column.covers.empty() ? "keeps out " + drills
                               : "with " + joined(column.covers, most) + " keeps out " + drills;
}

bool is_never_opened(const DrillRow& row) {
  return row.at_first == Outcome::stopped && !row.somewhere && row.drill->kind == drills::Kind::attack;
}

std::vector<std::string> problems_of(const AblateReport& report) {
  std::vector<std::string> problems;
  for (const ControlColumn* column : shown_columns(report.matrix)) {
    if (column->proof.empty())
      problems.push_back("the control " + column->control + " keeps nothing out that was tried");
  }
  for (const DrillRow& row : report.matrix.drills) {
    if (is_never_opened(row))
      problems.push_back("the drill " + std::string(row.drill->id) + " was opened by nothing that was tried");
  }
  return problems;
}

}  // namespace taut::report
