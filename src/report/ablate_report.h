// What an ablation has found, in the forms that people and programs read. Pure.
#pragma once

#include <string>

#include "ablate/matrix.h"

namespace taut::report {

struct AblateReport {
  std::string time;  // when it ended, RFC 3339
  std::string subject;
  std::string kernel;
  std::string engine;  // its version
  bool rootless = false;
  bool reference = false;  // Docker's defaults and --privileged were measured beside it
  bool sandbox = false;    // the program's own sandbox was measured
  bool depth = false;      // smallest sets were searched for
  ablate::Matrix matrix;
  std::size_t trials = 0;
  double seconds = 0;
};

/// A heat map of at most 80 columns: a row a drill, a character a control; below, what each control is for.
std::string ablate_as_text(const AblateReport& report, bool coloured);
/// docs/schema/ablate.schema.json: controls[], drills[], cells.
std::string ablate_as_json(const AblateReport& report);
std::string ablate_as_markdown(const AblateReport& report);
/// One file without script and network; its one <style> is allowed by its hash.
std::string ablate_as_html(const AblateReport& report);

/// One character for a cell, the same in every form: '#' alone, '+' together, '-' closes, '.' nothing.
char sign_of(ablate::Cell cell);
ablate::Cell cell_of(const ablate::DrillRow& row, const std::string& control);
/// For what was tried for comparison: 'o' got through, '.' was stopped, ' ' not known.
char sign_of(const std::optional<bool>& got_through);
/// The depth of defence as one character: 0 open, s skipped, c only with added capabilities, - nothing that
/// was tried opens it.
std::string depth_sign(const ablate::DrillRow& row);
/// The controls that have a column: those that can be taken away here.
std::vector<const ablate::ControlColumn*> shown_columns(const ablate::Matrix& matrix);
/// Why a drill counts as it does, in a few words: "3 controls deep", "open", "skipped: …".
std::string depth_in_words(const ablate::DrillRow& row);
/// "service todo, Linux 6.1.0, Docker 26.1, rootless: 98 configurations".
std::string heading(const AblateReport& report);
/// What a control is for, in one sentence: "alone keeps out a, b"; "with c keeps out a"; or that nothing
/// shows it. At most so many drills are named.
std::string purpose_of(const ablate::ControlColumn& column, std::size_t most);

/// Whether an attack was stopped in every configuration.
bool is_never_opened(const ablate::DrillRow& row);

/// What is wrong with the subject or with our claims: a control whose removal opens nothing, a drill that
/// nobody can open.
std::vector<std::string> problems_of(const AblateReport& report);

}  // namespace taut::report
