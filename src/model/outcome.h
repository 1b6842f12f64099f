// How an attempt ended, and which layer ended it. The four outcomes never mix: only "stopped" speaks for a
// container.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace taut {

enum class Outcome {
  stopped,    // refused, or without effect
  succeeded,  // got through, with evidence
  skipped,    // not tried, or it could not be tried here; says nothing about the container
  broken,     // our mistake: fails the run
};

inline constexpr std::array<std::string_view, 4> outcome_names{"stopped", "succeeded", "skipped", "broken"};

enum class Layer {
  unknown,  // an errno alone is no proof: EPERM has many authors
  capability,
  seccomp,
  read_only_mount,
  mount_option,  // noexec, nosuid, nodev
  permission,    // owner and mode of a file
  name_space,    // the thing is not in this container's namespace
  landlock,
  missing_file,
  limit,
  network,
  engine,  // masked paths, devices cgroup, no new privileges: what the engine set up
  kernel,  // refuses it to everyone
};

inline constexpr std::array<std::string_view, 13> layer_names{
    "unknown",  "capability",   "seccomp", "read-only mount", "mount option", "permission", "namespace",
    "Landlock", "missing file", "limit",   "network",         "engine",       "kernel"};

constexpr std::string_view name_of(Outcome outcome) {
  return outcome_names[static_cast<std::size_t>(outcome)];
}
constexpr std::string_view name_of(Layer layer) {
  return layer_names[static_cast<std::size_t>(layer)];
}

template <class Enum, std::size_t count>
constexpr std::optional<Enum> value_named(const std::array<std::string_view, count>& names,
                                          std::string_view name) {
  for (std::size_t at = 0; at < count; ++at) {
    if (names[at] == name) return static_cast<Enum>(at);
  }
  return std::nullopt;
}
constexpr std::optional<Outcome> outcome_named(std::string_view name) {
  return value_named<Outcome>(outcome_names, name);
}
constexpr std::optional<Layer> layer_named(std::string_view name) {
  return value_named<Layer>(layer_names, name);
}

}  // namespace taut
