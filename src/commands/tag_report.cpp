#include "commands/tag_report.h"

#include <algorithm>
#include <boost/json.hpp>

#include "report/paint.h"

namespace taut {
namespace {

namespace json = boost::json;

bool is_of(const TagUse& use, const KnownControl& control) {
  return use.control == control.id && use.tag == name_of(control.tag);
}

bool has_known_control(const TagUse& use, const TagSurvey& survey) {
  return std::ranges::any_of(survey.controls,
                             [&](const KnownControl& control) { return is_of(use, control); });
}

std::string line_of(const TagUse& use) {
  return "    " + use.file + ":" + std::to_string(use.at.line) + "  " + use.why + "\n";
}

std::string control_as_text(const TagSurvey& survey, const KnownControl& control, bool coloured) {
  std::string lines;
  for (const TagUse& use : survey.uses) {
    if (is_of(use, control)) lines += line_of(use);
  }
  if (lines.empty()) return "";
  return "  " + painted(control.id, "1", coloured) + ", " + control.title + "\n" + lines;
}

json::object as_json(const TagUse& use) {
  return {{"file", use.file}, {"line", use.at.line}, {"why", use.why}};
}

json::array controls_as_json(const TagSurvey& survey, Tag tag) {
  json::array controls;
  for (const KnownControl& control : survey.controls) {
    if (control.tag != tag) continue;
    json::array lines;
    for (const TagUse& use : survey.uses) {
      if (is_of(use, control)) lines.push_back(as_json(use));
    }
    controls.push_back({{"id", control.id},
                        {"title", control.title},
                        {"line_expected", control.line_expected},
                        {"lines", lines}});
  }
  return controls;
}

}  // namespace

std::string tags_as_text(const TagSurvey& survey, bool with_problems, bool coloured) {
  std::string text;
  for (const Tag tag : all_tags) {
    std::string controls;
    for (const KnownControl& control : survey.controls) {
      if (control.tag == tag) controls += control_as_text(survey, control, coloured);
    }
    if (!controls.empty())
      text += painted("<" + std::string(name_of(tag)) + ">", "1;36", coloured) + "\n" + controls + "\n";
  }
  std::string unknown;
  for (const TagUse& use : survey.uses) {
    if (!has_known_control(use, survey))
      unknown += "  <" + use.tag + "> " + use.control + "\n" + line_of(use);
  }
  if (!unknown.empty()) text += "of no known control\n" + unknown + "\n";
  if (!with_problems) return text;
  for (const TagProblem& problem : survey.problems) {
    text += locate(problem.file, problem.at) + ": " + painted("error", "1;31", coloured) + ": " +
            problem.message + "\n";
  }
  return text + std::to_string(survey.uses.size()) + " tag lines, " + std::to_string(survey.problems.size()) +
         " problems\n";
}

std::string tags_as_json(const TagSurvey& survey) {
  json::array tags;
  for (const Tag tag : all_tags) {
    tags.push_back({{"tag", name_of(tag)}, {"controls", controls_as_json(survey, tag)}});
  }
  json::array unknown;
  for (const TagUse& use : survey.uses) {
    if (has_known_control(use, survey)) continue;
    json::object entry = as_json(use);
    entry["tag"] = use.tag;
    entry["control"] = use.control;
    unknown.push_back(std::move(entry));
  }
  json::array problems;
  for (const TagProblem& problem : survey.problems) {
    problems.push_back({{"file", problem.file}, {"line", problem.at.line}, {"message", problem.message}});
  }
  return json::serialize(json::object{{"tags", tags}, {"unknown", unknown}, {"problems", problems}}) + "\n";
}

}  // namespace taut
