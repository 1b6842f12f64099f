// YAML as a tree that knows where everything stands, read with libyaml (the parser that Compose's own was
// ported from). Bounded: size, depth, and the number of nodes with every alias followed, so that no file can
// exhaust us. Not here: types of scalars (a caller knows what it expects), writing, several documents in one
// file.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "model/location.h"

namespace taut::yaml {

struct Node;
/// Aliases share the node of their anchor, so a tree is a graph without cycles.
using NodePtr = std::shared_ptr<const Node>;

struct Entry;

struct Node {
  enum class Kind { scalar, sequence, mapping };

  Kind kind = Kind::scalar;
  Position at;
  std::string scalar;  // of a scalar: its text without quotes
  bool plain = false;  // of a scalar: without quotes, so that true, 12 and null are no strings
  std::string tag;     // as written and resolved: "!reset", "tag:yaml.org,2002:str"; "" where there is none
  std::vector<NodePtr> items;  // of a sequence
  std::vector<Entry> entries;  // of a mapping, in order; keys are unique, merge keys ("<<") are applied

  /// The value under `key`, or nullptr; also nullptr when this is no mapping.
  const Node* find(std::string_view key) const;
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_null() const;
};

struct Entry {
  std::string key;
  Position key_at;
  NodePtr value;
};

struct Problem {
  Position at;
  std::string what;
};

struct Limits {
  std::size_t bytes = 4 << 20;
  std::size_t depth = 64;
  std::size_t nodes = 200'000;  // with aliases followed: what a walk of the whole tree would visit
};

/// The one document of `text`; an empty text is a null scalar. Errors, each with its place: what libyaml
/// refuses, a key that is no scalar or stands twice, an alias of nothing, a second document, a limit
/// exceeded.
tl::expected<NodePtr, Problem> parse(std::string_view text, const Limits& limits = {});

}  // namespace taut::yaml
