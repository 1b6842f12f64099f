// What goes between the server and the supervisor, over two pipes. Towards the supervisor: two bytes, the
// place of a drill in the catalogue, or the one number that asks how things stand. Back: four bytes of
// length, and as many of text. Nothing else can be said, so no text of a user ever reaches a drill.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "drills/drill.h"

namespace lab {

using Number = std::uint16_t;
inline constexpr Number standing_question = 0xFFFF;

/// How one attempt ended.
struct Ending {
  taut::drills::Attempt attempt;
  int signal = 0;  // that ended its process, 0 none
};

std::string packed(const Ending& ending);
std::optional<Ending> unpacked(std::string_view text);

/// Whole messages over a pipe that blocks; false, or nothing, when the other end is gone or talks nonsense.
bool send_number(int fd, Number number);
std::optional<Number> receive_number(int fd);
bool send_text(int fd, std::string_view text);
std::optional<std::string> receive_text(int fd);

}  // namespace lab
