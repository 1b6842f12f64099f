#include <algorithm>

#include "controls/control.h"
#include "report/ablate_report.h"
#include "report/paint.h"

namespace taut::report {
namespace {

using ablate::Cell;
using ablate::ControlColumn;
using ablate::DrillRow;

constexpr std::size_t label_width = 21;
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

std::string_view colour_of(Cell cell) {
  switch (cell) {
    case Cell::alone:
      return "1;31";
    case Cell::together:
      return "33";
    case Cell::closes:
      return "35";
    case Cell::nothing:
      return "2";
  }
  return "";
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

/// The depth of defence as one character: 0 is open, "." was not to be opened, "c" only with added
/// capabilities.
std::string depth_sign(const DrillRow& row) {
  if (row.at_first == Outcome::succeeded) return "0";
  if (row.at_first == Outcome::skipped) return "s";
  if (row.depth) return std::to_string(*row.depth);
  return row.only_with_capabilities ? "c" : ".";
}

std::string joined(const std::vector<std::string>& words, std::size_t most = 6) {
  std::string text;
  for (std::size_t at = 0; at < words.size() && at < most; ++at) text += (at ? ", " : "") + words[at];
  if (words.size() > most) text += " and " + std::to_string(words.size() - most) + " more";
  return text;
}

std::string legend_of(const ControlColumn& column, char letter, bool coloured) {
  std::string line = std::string(1, letter) + "  " + painted(padded(column.control, 24), "1", coloured);
  if (!column.alone.empty()) return line + "alone keeps out " + joined(column.alone, 4) + "\n";
  if (!column.proof.empty()) {
    return line + "with " + joined(column.covers, 3) + " keeps out " + joined(column.proof, 3) + "\n";
  }
  return line + painted("no drill that was tried shows what it is for", "33", coloured) + "\n";
}

std::string row_of(const DrillRow& row, const std::vector<const ControlColumn*>& columns, bool coloured) {
  std::string line = padded(std::string(row.drill->id), label_width) + depth_sign(row) + " ";
  for (const ControlColumn* column : columns) {
    const Cell cell = cell_of(row, column->control);
    line += painted(std::string(1, sign_of(cell)), colour_of(cell), coloured);
  }
  return line + "\n";
}

std::string unproven_as_text(const AblateReport& report, bool coloured) {
  std::vector<std::string> drills;
  std::string text;
  for (const DrillRow& row : report.matrix.drills) {
    if (is_never_opened(row)) drills.emplace_back(row.drill->id);
  }
  if (!drills.empty()) {
    text += painted("unproven: ", "33", coloured) + std::to_string(drills.size()) +
            " drills were opened by nothing that was tried (" + joined(drills, 5) + ")\n";
  }
  for (const ControlColumn* column : shown_columns(report.matrix)) {
    if (column->proof.empty())
      text += painted("unproven: ", "33", coloured) + "no drill shows what " + column->control + " is for\n";
  }
  return text;
}

}  // namespace

bool is_never_opened(const DrillRow& row) {
  return row.at_first == Outcome::stopped && !row.depth && !row.only_with_capabilities &&
         row.drill->kind == drills::Kind::attack;
}

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

Cell cell_of(const DrillRow& row, const std::string& control) {
  const auto found = row.cells.find(control);
  return found == row.cells.end() ? Cell::nothing : found->second;
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
  return row.only_with_capabilities ? "only with added capabilities" : "nothing that was tried opens it";
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

std::string ablate_as_text(const AblateReport& report, bool coloured) {
  const auto columns = shown_columns(report.matrix);
  std::string text = painted(report.subject, "1", coloured) + ", Linux " + report.kernel +
                     (report.rootless ? ", rootless" : "") + ": " + std::to_string(report.trials) +
                     " configurations\n\n";
  text += padded("drill", label_width) + "d ";
  for (std::size_t at = 0; at < columns.size(); ++at) text += letters[at % letters.size()];
  text += "\n";
  for (const DrillRow& row : report.matrix.drills) text += row_of(row, columns, coloured);
  text +=
      "\n# without this control alone it gets through   + one of a smallest set that has to go\n"
      "- taking it away closes something               . no effect that was seen\n"
      "d how many controls have to fail: 0 open, c only with added capabilities, s skipped, . nothing tried "
      "opens it\n\n";
  for (std::size_t at = 0; at < columns.size(); ++at)
    text += legend_of(*columns[at], letters[at % letters.size()], coloured);
  text += "\n";
  for (const std::string& trouble : report.matrix.troubles) text += "not started: " + trouble + "\n";
  return text + unproven_as_text(report, coloured);
}

}  // namespace taut::report
