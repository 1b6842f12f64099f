#include "formats/yaml.h"

#include <yaml.h>

#include <algorithm>
#include <map>
#include <unordered_set>

namespace taut::yaml {
namespace {

constexpr std::size_t longest_key = 1024;  // YAML 1.2.2 section 7.4.2 has the same limit for keys without '?'

Position position_of(const yaml_mark_t& mark) {
  return {mark.line + 1, mark.column + 1};
}

/// One event of libyaml, released when it goes.
class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { yaml_event_delete(&event_); }

  yaml_event_t* get() { return &event_; }
  yaml_event_type_t type() const { return event_.type; }
  Position at() const { return position_of(event_.start_mark); }

 private:
  yaml_event_t event_{};
};

std::string text_of(const yaml_char_t* text) {
  return text ? reinterpret_cast<const char*>(text) : "";
}

/// Builds the tree by recursive descent; a problem leaves by exception and becomes a value in parse().
class Builder {
 public:
  Builder(std::string_view text, const Limits& limits) : limits_(limits) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;
  ~Builder() { yaml_parser_delete(&parser_); }

  NodePtr document() {
    Event event;
    next(event);  // stream start
    Event first;
    next(first);
    if (first.type() == YAML_STREAM_END_EVENT) return empty();
    Event content;
    next(content);
    NodePtr root = node(content, 0);
    Event end;
    next(end);  // document end
    Event after;
    next(after);
    if (after.type() != YAML_STREAM_END_EVENT)
      throw Problem{after.at(), "a second document; only one is read"};
    return root;
  }

 private:
  struct Anchored {
    NodePtr node;
    std::size_t size;  // nodes in it, aliases followed
  };

  static NodePtr empty() {
    auto node = std::make_shared<Node>();
    node->plain = true;
    return node;
  }

  void next(Event& event) {
    if (yaml_parser_parse(&parser_, event.get())) return;
    std::string what = parser_.problem ? parser_.problem : "not YAML";
    if (parser_.context) what = std::string(parser_.context) + ", " + what;
    // A reader's error (bad UTF-8) has an offset instead of a mark.
    throw Problem{position_of(parser_.problem_mark), std::move(what)};
  }

  void count(std::size_t nodes, Position at) {
    visited_ += nodes;
    if (visited_ > limits_.nodes) {
      throw Problem{at, "more than " + std::to_string(limits_.nodes) + " nodes, with aliases followed"};
    }
  }

  NodePtr node(Event& event, std::size_t depth) {
    if (depth > limits_.depth)
      throw Problem{event.at(), "nested deeper than " + std::to_string(limits_.depth)};
    if (event.type() == YAML_ALIAS_EVENT) return alias(event);
    const std::size_t before = visited_;
    count(1, event.at());
    std::string anchor;
    NodePtr built;
    switch (event.type()) {
      case YAML_SCALAR_EVENT:
        anchor = text_of(event.get()->data.scalar.anchor);
        built = scalar(event);
        break;
      case YAML_SEQUENCE_START_EVENT:
        anchor = text_of(event.get()->data.sequence_start.anchor);
        built = sequence(event, depth);
        break;
      default:  // libyaml's grammar leaves only this one
        anchor = text_of(event.get()->data.mapping_start.anchor);
        built = mapping(event, depth);
    }
    // Known only now, so an alias inside its own anchor is an alias of nothing: no cycles.
    if (!anchor.empty()) anchors_[anchor] = {built, visited_ - before};
    return built;
  }

  NodePtr alias(Event& event) {
    const std::string name = text_of(event.get()->data.alias.anchor);
    const auto found = anchors_.find(name);
    if (found == anchors_.end()) throw Problem{event.at(), "no anchor &" + name + " before this alias"};
    count(found->second.size, event.at());
    return found->second.node;
  }

  static NodePtr scalar(Event& event) {
    const auto& data = event.get()->data.scalar;
    auto node = std::make_shared<Node>();
    node->at = event.at();
    node->scalar.assign(reinterpret_cast<const char*>(data.value), data.length);
    node->plain = data.style == YAML_PLAIN_SCALAR_STYLE;
    node->tag = text_of(data.tag);
    return node;
  }

  NodePtr sequence(Event& event, std::size_t depth) {
    auto node = std::make_shared<Node>();
    node->kind = Node::Kind::sequence;
    node->at = event.at();
    node->tag = text_of(event.get()->data.sequence_start.tag);
    for (;;) {
      Event item;
      next(item);
      if (item.type() == YAML_SEQUENCE_END_EVENT) return node;
      node->items.push_back(this->node(item, depth + 1));
    }
  }

  NodePtr mapping(Event& event, std::size_t depth) {
    auto node = std::make_shared<Node>();
    node->kind = Node::Kind::mapping;
    node->at = event.at();
    node->tag = text_of(event.get()->data.mapping_start.tag);
    std::unordered_set<std::string> keys;
    std::vector<NodePtr> merged;
    for (;;) {
      Event key;
      next(key);
      if (key.type() == YAML_MAPPING_END_EVENT) break;
      const Position key_at = key.at();
      const NodePtr name = this->node(key, depth + 1);
      if (!name->is_scalar()) throw Problem{key_at, "a key that is a list or a mapping"};
      // An alias as a key is copied, and a long scalar has many aliases.
      if (name->scalar.size() > longest_key) throw Problem{key_at, "a key longer than 1024 bytes"};
      Event value;
      next(value);
      NodePtr built = this->node(value, depth + 1);
      if (name->scalar == "<<" && name->plain) {
        merged.push_back(std::move(built));
      } else if (keys.insert(name->scalar).second) {
        node->entries.push_back({name->scalar, key_at, std::move(built)});
      } else {
        throw Problem{key_at, "the key '" + name->scalar + "' stands twice in one mapping"};
      }
    }
    for (const NodePtr& source : merged) merge(*node, *source, keys);
    return node;
  }

  /// The merge key (yaml.org/type/merge.html): what the mapping has itself wins, then what comes first in the
  /// list.
  void merge(Node& into, const Node& source, std::unordered_set<std::string>& keys) {
    if (source.kind == Node::Kind::sequence) {
      for (const NodePtr& item : source.items) {
        if (item->kind != Node::Kind::mapping)
          throw Problem{item->at, "<< takes a mapping or a list of mappings"};
        merge(into, *item, keys);
      }
      return;
    }
    if (source.kind != Node::Kind::mapping)
      throw Problem{source.at, "<< takes a mapping or a list of mappings"};
    count(source.entries.size(), source.at);
    for (const Entry& entry : source.entries) {
      if (keys.insert(entry.key).second) into.entries.push_back(entry);
    }
  }

  Limits limits_;
  yaml_parser_t parser_{};
  std::map<std::string, Anchored> anchors_;
  std::size_t visited_ = 0;
};

}  // namespace

const Node* Node::find(std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &Entry::key);
  return found == entries.end() ? nullptr : found->value.get();
}

bool Node::is_null() const {
  return is_scalar() && plain &&
         (scalar.empty() || scalar == "~" || scalar == "null" || scalar == "Null" || scalar == "NULL");
}

tl::expected<NodePtr, Problem> parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) {
    return tl::unexpected(Problem{{}, "larger than " + std::to_string(limits.bytes) + " bytes"});
  }
  try {
    return Builder(text, limits).document();
  } catch (Problem& problem) {
    return tl::unexpected(std::move(problem));
  }
}

}  // namespace taut::yaml
