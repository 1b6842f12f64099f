// The four tags that a measure is filed under. Their spelling is the contract: `grep -rn "<TAG>" .` is the
// tour.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace taut {

enum class Tag { kernel_capabilities, container_hardening, daemon_attack_surface, build_hygiene };

inline constexpr std::array all_tags{Tag::kernel_capabilities, Tag::container_hardening,
                                     Tag::daemon_attack_surface, Tag::build_hygiene};

/// "KERNEL-CAPABILITIES", without the angle brackets.
constexpr std::string_view name_of(Tag tag) {
  switch (tag) {
    case Tag::kernel_capabilities:
      return "KERNEL-CAPABILITIES";
    case Tag::container_hardening:
      return "CONTAINER-HARDENING";
    case Tag::daemon_attack_surface:
      return "DAEMON-ATTACK-SURFACE";
    case Tag::build_hygiene:
      return "BUILD-HYGIENE";
  }
  return "";
}

/// The tag of exactly this name, or nothing.
constexpr std::optional<Tag> tag_named(std::string_view name) {
  for (const Tag tag : all_tags) {
    if (name == name_of(tag)) return tag;
  }
  return std::nullopt;
}

}  // namespace taut
