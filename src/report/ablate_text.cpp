#include <algorithm>

#include "report/ablate_report.h"
#include "report/paint.h"
#include "report/wrap.h"

namespace taut::report {
namespace {

using ablate::Cell;
using ablate::ControlColumn;
using ablate::DrillRow;

constexpr std::size_t width = 80;
constexpr std::size_t label_width = 21;
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

constexpr const char* key =
    "# without this control alone it gets through   + one of a smallest set\n"
    "- taking it away stops something               . no effect that was seen\n"
    "d how many controls have to fail: 0 open, c only with added capabilities,\n"
    "  s skipped on this kernel, - nothing that was tried opens it\n";
constexpr const char* reference_key = "D got through (o) with Docker's defaults, P with --privileged\n";

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

std::string padded(std::string text, std::size_t columns) {
  text.resize(std::max(text.size(), columns), ' ');
  return text;
}

std::string legend_of(const ControlColumn& column, char letter, bool coloured) {
  constexpr std::size_t most = 4;
  const std::string text = wrapped(column.control + ": " + purpose_of(column, most), 2, width).substr(2);
  return std::string(1, letter) + " " + painted(column.control, "1", coloured) +
         text.substr(column.control.size());
}

std::string row_of(const DrillRow& row, const AblateReport& report,
                   const std::vector<const ControlColumn*>& columns, bool coloured) {
  std::string line = padded(std::string(row.drill->id), label_width) + depth_sign(row) + " ";
  if (report.reference)
    line += std::string(1, sign_of(row.by_default)) + std::string(1, sign_of(row.privileged)) + " ";
  for (const ControlColumn* column : columns) {
    const Cell cell = cell_of(row, column->control);
    line += painted(std::string(1, sign_of(cell)), colour_of(cell), coloured);
  }
  return line + "\n";
}

std::string paragraph(const std::string& word, const std::string& text, bool coloured) {
  const std::string lines = wrapped(word + ": " + text, 2, width).substr(2);
  return painted(word, "33", coloured) + lines.substr(word.size());
}

std::string unproven_as_text(const AblateReport& report, bool coloured) {
  std::string text, drills;
  for (const ControlColumn* column : shown_columns(report.matrix)) {
    if (column->proof.empty())
      text += paragraph("unproven", "no drill shows what " + column->control + " is for", coloured);
  }
  for (const DrillRow& row : report.matrix.drills) {
    if (is_never_opened(row)) drills += (drills.empty() ? "" : ", ") + std::string(row.drill->id);
  }
  if (!drills.empty())
    text += paragraph("unproven", "nothing that was tried on this kernel opens " + drills, coloured);
  return text;
}

}  // namespace

std::string ablate_as_text(const AblateReport& report, bool coloured) {
  const auto columns = shown_columns(report.matrix);
  std::string text = painted(wrapped(heading(report), 2, width).substr(2), "1", coloured) + "\n" +
                     padded("drill", label_width) + "d ";
  if (report.reference) text += "DP ";
  for (std::size_t at = 0; at < columns.size(); ++at) text += letters[at % letters.size()];
  text += "\n";
  for (const DrillRow& row : report.matrix.drills) text += row_of(row, report, columns, coloured);
  text += "\n" + std::string(key) + (report.reference ? reference_key : "") + "\n";
  for (std::size_t at = 0; at < columns.size(); ++at)
    text += legend_of(*columns[at], letters[at % letters.size()], coloured);
  text += "\n";
  for (const std::string& trouble : report.matrix.troubles)
    text += paragraph("not started", trouble, coloured);
  return text + unproven_as_text(report, coloured);
}

}  // namespace taut::report
