#include "lab/wire.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/file.h"
#include "base/text.h"
#include "drills/child.h"

namespace lab {
namespace {

constexpr char separator = '\x1E';  // the attempt's own is \x1F
constexpr std::size_t longest_text = 64 * 1024;

bool read_exactly(int fd, void* into, std::size_t size) {
  auto* place = static_cast<char*>(into);
  while (size > 0) {
    const ssize_t got = ::read(fd, place, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    place += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

std::string packed(const Ending& ending) {
  return std::to_string(ending.signal) + separator + taut::drills::packed(ending.attempt);
}

std::optional<Ending> unpacked(std::string_view text) {
  const auto at = text.find(separator);
  if (at == std::string_view::npos) return std::nullopt;
  const auto signal = taut::parse_decimal(text.substr(0, at));
  auto attempt = taut::drills::unpacked(text.substr(at + 1));
  if (!signal || !attempt) return std::nullopt;
  return Ending{std::move(*attempt), static_cast<int>(*signal)};
}

bool send_number(int fd, Number number) {
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  return taut::write_all(fd, {bytes, sizeof bytes}, "the supervisor").has_value();
}

std::optional<Number> receive_number(int fd) {
  Number number = 0;
  if (!read_exactly(fd, &number, sizeof number)) return std::nullopt;
  return number;
}

bool send_text(int fd, std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  std::string message(sizeof size, '\0');
  std::memcpy(message.data(), &size, sizeof size);
  return taut::write_all(fd, message.append(text), "the server").has_value();
}

std::optional<std::string> receive_text(int fd) {
  std::uint32_t size = 0;
  if (!read_exactly(fd, &size, sizeof size) || size > longest_text) return std::nullopt;
  std::string text(size, '\0');
  if (!read_exactly(fd, text.data(), size)) return std::nullopt;
  return text;
}

}  // namespace lab
