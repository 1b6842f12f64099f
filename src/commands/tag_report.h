// How the tag lines of a repository are shown.
#pragma once

#include <string>

#include "commands/tag_survey.h"

namespace taut {

/// By tag and control, each line with its file and number; then the problems, when `with_problems`.
std::string tags_as_text(const TagSurvey& survey, bool with_problems, bool coloured);
/// {"tags": [{"tag", "controls": [{"id", "title", "lines": [{"file", "line", "why"}]}]}], "unknown": […],
/// "problems": […]}
std::string tags_as_json(const TagSurvey& survey);

}  // namespace taut
