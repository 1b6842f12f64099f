#include "todo/commands/owner.h"

#include "base/text.h"

namespace todo {
namespace {

constexpr long long largest_id = 4294967294;

std::optional<unsigned> parse_id(std::string_view text) {
  const auto number = taut::parse_decimal(text);
  if (!number || *number > largest_id) return std::nullopt;
  return static_cast<unsigned>(*number);
}

}  // namespace

tl::expected<Owner, std::string> parse_owner(std::string_view text) {
  const auto colon = text.find(':');
  const auto user = parse_id(text.substr(0, colon));
  std::optional<unsigned> group;
  if (colon != std::string_view::npos) group = parse_id(text.substr(colon + 1));
  if (user && (group || colon == std::string_view::npos)) return Owner{*user, group};
  return tl::unexpected("'" + std::string(text) + "' is not UID or UID:GID, in numbers, such as 1000:1000");
}

}  // namespace todo
