#include "report/ablate_report.h"

namespace taut::report {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "`" : ", `") + word + "`";
  return text;
}

}  // namespace

std::string ablate_as_markdown(const AblateReport& report) {
  std::string text = "# Which control stops which attack: " + report.subject + "\n\n" +
                     std::to_string(report.trials) + " configurations, Linux " + report.kernel +
                     (report.rootless ? ", rootless" : "") + ".\n\n" +
                     "| control | alone keeps out | together with | keeps out |\n|---|---|---|---|\n";
  for (const ablate::ControlColumn* column : shown_columns(report.matrix)) {
    text += "| " + column->control + " | " + joined(column->alone) + " | " + joined(column->covers) + " | " +
            (column->alone.empty() ? joined(column->proof) : "") + " |\n";
  }
  text += "\n| drill | with everything on | depth | gets through |\n|---|---|---|---|\n";
  for (const ablate::DrillRow& row : report.matrix.drills) {
    text += "| `" + std::string(row.drill->id) + "` | " + std::string(name_of(row.at_first)) + " | " +
            depth_in_words(row) + " | " + (row.opens.empty() ? "" : describe(row.opens.front())) + " |\n";
  }
  const auto problems = problems_of(report);
  if (!problems.empty()) text += "\n## What is not proven\n\n";
  for (const std::string& problem : problems) text += "- " + problem + "\n";
  return text;
}

}  // namespace taut::report
