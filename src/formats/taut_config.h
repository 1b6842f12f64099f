// .taut.yaml, what a repository tells taut about itself:
//   tags: complete            # every control that expects a line must have one
//   exclude: [vendor, '*.md'] # not looked at: paths from the root of the repository, fnmatch(3) patterns
//   controls:                 # controls of the application's own, beside the built-in ones
//     - {id: csrf-protection, tag: DAEMON-ATTACK-SURFACE, title: No other site may post a form}
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "formats/yaml.h"
#include "model/tag.h"

namespace taut {

struct OwnControl {
  std::string id;
  Tag tag = Tag::container_hardening;
  std::string title;
  Position at;
};

struct TautConfig {
  bool tags_complete = false;
  std::vector<std::string> exclude;
  std::vector<OwnControl> controls;
};

/// Pure. An unknown key or a wrong value is a located problem, never ignored.
tl::expected<TautConfig, yaml::Problem> parse_taut_config(std::string_view text);

}  // namespace taut
