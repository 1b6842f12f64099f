#include "commands/tag_survey.h"

#include <fcntl.h>
#include <fnmatch.h>

#include <algorithm>
#include <cerrno>

#include "base/file.h"
#include "base/text.h"
#include "base/tree.h"
#include "commands/nearest.h"
#include "controls/control.h"
#include "formats/tag_line.h"

namespace taut {
namespace {

constexpr const char* config_name = ".taut.yaml";
constexpr std::size_t largest_file = 16 << 20;  // source; anything larger is data

Result<TautConfig> read_config(const std::string& root) {
  const std::string path = root + "/" + config_name;
  const auto text = read_file(path);
  if (!text && text.error().error_code == ENOENT) return TautConfig{};
  if (!text) return tl::unexpected(text.error());
  auto config = parse_taut_config(*text);
  if (!config) return failure(locate(path, config.error().at) + ": " + config.error().what);
  return std::move(*config);
}

bool is_excluded(const std::string& file, const TautConfig& config) {
  return std::ranges::any_of(config.exclude, [&](const std::string& pattern) {
    return file == pattern || file.starts_with(pattern + "/") ||
           ::fnmatch(pattern.c_str(), file.c_str(), 0) == 0;
  });
}

std::string judge_use(const TagUse& use, const std::vector<KnownControl>& controls) {
  const auto tag = tag_named(use.tag);
  if (!tag)
    return "no tag <" + use.tag + ">" +
           did_you_mean(all_tags, use.tag, [](Tag known) { return std::string(name_of(known)); });
  const auto control = std::ranges::find(controls, use.control, &KnownControl::id);
  if (control == controls.end()) {
    return "no control '" + use.control + "'" +
           did_you_mean(controls, use.control, [](const KnownControl& known) { return known.id; });
  }
  if (control->tag != *tag)
    return "the control '" + use.control + "' belongs under <" + std::string(name_of(control->tag)) + ">";
  return "";
}

}  // namespace

void collect_tags(const std::string& file, std::string_view text, std::vector<TagUse>& uses) {
  if (text.find('\0') != std::string_view::npos) return;
  std::size_t number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    const auto found = parse_tag_line(line);
    if (!found || (!tag_named(found->tag) && !looks_like_a_tag(found->tag))) continue;
    const auto column =
        static_cast<std::size_t>(found->tag.data() - line.data());  // of the "<", counted from 1
    uses.push_back({file,
                    {number, column},
                    std::string(found->tag),
                    std::string(found->control),
                    std::string(found->why)});
  }
}

std::vector<KnownControl> known_controls(const TautConfig& config) {
  std::vector<KnownControl> known;
  for (const Tag tag : all_tags) {
    for (const Control& control : control_table()) {
      if (control.tag == tag) {
        known.push_back(
            {std::string(control.id), tag, control.line == Line::expected, std::string(control.title)});
      }
    }
    for (const OwnControl& control : config.controls) {
      if (control.tag == tag) known.push_back({control.id, tag, true, control.title});
    }
  }
  return known;
}

std::vector<TagProblem> judge_tags(const std::vector<TagUse>& uses, const std::vector<KnownControl>& controls,
                                   bool complete) {
  std::vector<TagProblem> problems;
  for (const TagUse& use : uses) {
    std::string message = judge_use(use, controls);
    if (!message.empty()) problems.push_back({use.file, use.at, std::move(message)});
  }
  for (const KnownControl& control : controls) {
    if (!complete || !control.line_expected || std::ranges::count(uses, control.id, &TagUse::control))
      continue;
    problems.push_back({config_name,
                        {},
                        "tags: complete, but no line carries <" + std::string(name_of(control.tag)) + "> " +
                            control.id + " (" + control.title + ")"});
  }
  return problems;
}

Result<TagSurvey> survey_tags(const std::string& root) {
  auto config = read_config(root);
  if (!config) return propagate(config);
  auto files = files_below(root);
  if (!files) return propagate(files);
  TagSurvey survey{known_controls(*config), {}, {}};
  for (const OwnControl& own : config->controls) {
    if (find_control(own.id)) {
      return failure(locate(root + "/" + config_name, own.at) + ": the control '" + own.id +
                     "' is built in; remove it here");
    }
  }
  for (const std::string& file : *files) {
    if (is_excluded(file, *config)) continue;
    // What cannot be read, or is larger than source is, holds no tag lines that a reader could find.
    if (const auto text = read_file(root + "/" + file, largest_file)) collect_tags(file, *text, survey.uses);
  }
  survey.problems = judge_tags(survey.uses, survey.controls, config->tags_complete);
  return survey;
}

}  // namespace taut
