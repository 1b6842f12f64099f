#include "report/ablate_report.h"

namespace taut::report {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "`" : ", `") + word + "`";
  return text;
}

/// The drills that prove it, grouped by the base from which they do: "everything on: `a`, `b`".
std::string proof_of(const ablate::ControlColumn& column) {
  std::vector<std::pair<ablate::Trial, std::vector<std::string>>> bases;
  for (const ablate::Proof& proof : column.proof) {
    auto known = bases.begin();
    while (known != bases.end() && known->first != proof.base) ++known;
    if (known == bases.end()) known = bases.insert(bases.end(), {proof.base, {}});
    known->second.push_back(proof.drill);
  }
  std::string text;
  for (const auto& [base, drills] : bases)
    text += (text.empty() ? "" : "<br>") + describe(base) + ": " + joined(drills);
  return text.empty() ? "nothing that was tried" : text;
}

std::string yes_or_no(const std::optional<bool>& known) {
  return !known ? "" : *known ? "gets through" : "stopped";
}

}  // namespace

std::string ablate_as_markdown(const AblateReport& report) {
  std::string text = "# Which control stops which attack\n\n" + heading(report) +
                     ".\n\n| control | base: what it keeps out from there |\n|---|---|\n";
  for (const ablate::ControlColumn* column : shown_columns(report.matrix)) {
    text += "| " + column->control + " | " + proof_of(*column) + " |\n";
  }
  text += std::string("\n| drill | with everything on | gets through |") +
          (report.reference ? " Docker's defaults | --privileged |\n|---|---|---|---|---|\n"
                            : "\n|---|---|---|\n");
  for (const ablate::DrillRow& row : report.matrix.drills) {
    text += "| `" + std::string(row.drill->id) + "` | " + depth_in_words(row) + " | " +
            (row.opens.empty() ? "" : describe(row.opens.front())) + " |";
    if (report.reference) text += " " + yes_or_no(row.by_default) + " | " + yes_or_no(row.privileged) + " |";
    text += "\n";
  }
  const auto problems = problems_of(report);
  if (!problems.empty()) text += "\n## What is not proven\n\n";
  for (const std::string& problem : problems) text += "- " + problem + "\n";
  return text;
}

}  // namespace taut::report
