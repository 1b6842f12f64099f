// The tag lines of a repository, and what is wrong with them. Not here: how they are printed.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "formats/taut_config.h"
#include "model/location.h"
#include "model/tag.h"

namespace taut {

/// One tag line as it stands in a file.
struct TagUse {
  std::string file;  // relative to the root
  Position at;
  std::string tag;
  std::string control;
  std::string why;
};

/// What fails `taut tags --check`.
struct TagProblem {
  std::string file;
  Position at;
  std::string message;  // what is wrong, and what to write instead
};

/// A control as the survey knows it: built in, or the repository's own.
struct KnownControl {
  std::string id;
  Tag tag;
  bool line_expected;
  std::string title;
};

struct TagSurvey {
  std::vector<KnownControl> controls;  // by tag, own ones after the built-in ones
  std::vector<TagUse> uses;  // in the order of files and lines; with one of the four tags, or nearly
  std::vector<TagProblem> problems;
};

/// Reads .taut.yaml and every file below `root`. Errors: the root or .taut.yaml cannot be read or understood.
Result<TagSurvey> survey_tags(const std::string& root);

/// Pure: the tag lines of one text, appended to `uses`. Text with a NUL byte is none.
void collect_tags(const std::string& file, std::string_view text, std::vector<TagUse>& uses);
/// Pure: the built-in controls and those of the configuration.
std::vector<KnownControl> known_controls(const TautConfig& config);
/// Pure: unknown tags and ids, ids under another tag than theirs; with `complete`, also controls without a
/// line.
std::vector<TagProblem> judge_tags(const std::vector<TagUse>& uses, const std::vector<KnownControl>& controls,
                                   bool complete);

}  // namespace taut
