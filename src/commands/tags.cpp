// `taut tags`: the measures of a repository, by tag and control, where they stand in its source.
#include <CLI/CLI.hpp>
#include <memory>

#include "commands/commands.h"
#include "commands/support.h"
#include "commands/tag_report.h"

namespace taut {
namespace {

struct TagsOptions {
  std::string root = ".";
  std::string format;
  bool check = false;
};

Result<Verdict> list_tags(const TagsOptions& options) {
  const auto survey = survey_tags(options.root);
  if (!survey) return tl::unexpected(survey.error());
  auto printed = print(options.format == "json" ? tags_as_json(*survey)
                                                : tags_as_text(*survey, options.check, colour_wanted()));
  if (!printed) return propagate(printed);
  return options.check && !survey->problems.empty() ? Verdict::not_fine : Verdict::fine;
}

}  // namespace

Action tags_command(CLI::App& app) {
  const auto options = std::make_shared<TagsOptions>();
  app.add_option("FOLDER", options->root, "the root of the repository")->capture_default_str();
  app.add_flag("--check", options->check,
               "fail on an unknown tag or control id, and where .taut.yaml says `tags: complete`, on a "
               "control without a line");
  add_format_option(app, options->format);
  app.footer(
      "A tag line is a comment of the form `<TAG> control-id: why`. In a git work tree the files that git "
      "ignores are\n"
      "left out. .taut.yaml at the root may say `tags: complete`, `exclude: [...]`, and `controls:` of its "
      "own.");
  return [options] { return list_tags(*options); };
}

}  // namespace taut
