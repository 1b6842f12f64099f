// How each control stands, as the kernel tells it to a process inside the container at this moment. What
// cannot be seen from inside is said to be so, not guessed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lab {

enum class State { in_force, not_in_force, not_visible };

struct ControlStanding {
  std::string control;
  State state = State::not_visible;
  std::string words;  // what was read: "Uid 1000 in all 5 threads"
};

/// The server beside a process that was confined as an attempt's is: the two must read alike.
struct Likeness {
  std::string what;  // "NoNewPrivs"
  std::string server;
  std::string attempt;
};

struct Standing {
  std::vector<ControlStanding> controls;
  std::vector<Likeness> likeness;

  const ControlStanding* of(std::string_view control) const;
};

/// As text between the two processes.
std::string packed(const Standing& standing);
std::optional<Standing> unpacked_standing(std::string_view text);

}  // namespace lab
