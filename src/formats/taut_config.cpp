#include "formats/taut_config.h"

#include <algorithm>

namespace taut {
namespace {

using yaml::Node;
using yaml::Problem;

[[noreturn]] void refuse(Position at, std::string what) {
  throw Problem{at, std::move(what)};
}

const std::string& scalar_of(const Node& node, std::string_view what) {
  if (!node.is_scalar() || node.scalar.empty()) refuse(node.at, std::string(what) + " takes a word");
  return node.scalar;
}

const std::vector<yaml::NodePtr>& list_of(const Node& node, std::string_view what) {
  if (node.kind != Node::Kind::sequence) refuse(node.at, std::string(what) + " takes a list");
  return node.items;
}

bool is_control_id(std::string_view id) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return std::ranges::all_of(id, fits) && !id.starts_with('-') && !id.ends_with('-') &&
         id.find("--") == id.npos;
}

void read_control_key(OwnControl& control, const yaml::Entry& entry) {
  const std::string& value = scalar_of(*entry.value, entry.key);
  if (entry.key == "id") {
    if (!is_control_id(value))
      refuse(entry.value->at, "an id is lower-case words joined by hyphens, not '" + value + "'");
    control.id = value;
  } else if (entry.key == "tag") {
    const auto tag = tag_named(value);
    if (!tag) {
      refuse(entry.value->at, "no tag '" + value +
                                  "'; the four are KERNEL-CAPABILITIES, CONTAINER-HARDENING, "
                                  "DAEMON-ATTACK-SURFACE and BUILD-HYGIENE");
    }
    control.tag = *tag;
  } else if (entry.key == "title") {
    control.title = value;
  } else {
    refuse(entry.key_at, "a control has id, tag and title, no '" + entry.key + "'");
  }
}

OwnControl read_control(const Node& node) {
  OwnControl control;
  control.at = node.at;
  for (const yaml::Entry& entry : node.entries) read_control_key(control, entry);
  if (!node.find("id") || !node.find("tag") || !node.find("title"))
    refuse(node.at, "a control needs id, tag and title");
  return control;
}

TautConfig read(const Node& root) {
  TautConfig config;
  if (root.is_null()) return config;
  if (root.kind != Node::Kind::mapping) refuse(root.at, "a mapping is expected: tags, exclude, controls");
  for (const yaml::Entry& entry : root.entries) {
    const Node& value = *entry.value;
    if (entry.key == "tags") {
      if (scalar_of(value, "tags") != "complete") refuse(value.at, "tags takes 'complete'");
      config.tags_complete = true;
    } else if (entry.key == "exclude") {
      for (const auto& item : list_of(value, "exclude"))
        config.exclude.push_back(scalar_of(*item, "exclude"));
    } else if (entry.key == "controls") {
      for (const auto& item : list_of(value, "controls")) config.controls.push_back(read_control(*item));
    } else {
      refuse(entry.key_at, "no key '" + entry.key + "'; there are tags, exclude and controls");
    }
  }
  return config;
}

}  // namespace

tl::expected<TautConfig, Problem> parse_taut_config(std::string_view text) {
  auto tree = yaml::parse(text);
  if (!tree) return tl::unexpected(std::move(tree.error()));
  try {
    return read(**tree);
  } catch (Problem& problem) {
    return tl::unexpected(std::move(problem));
  }
}

}  // namespace taut
