#include "formats/residue.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "base/text.h"

namespace taut {
namespace {

using yaml::Node;
using yaml::Problem;

[[noreturn]] void refuse(Position at, std::string what) {
  throw Problem{at, std::move(what)};
}

/// The three keys of an entry, each with where its value goes.
struct Field {
  std::string_view key;
  std::string AcceptedDrill::* value;
};
constexpr std::array fields{Field{"drill", &AcceptedDrill::drill}, Field{"reason", &AcceptedDrill::reason},
                            Field{"expires", &AcceptedDrill::expires}};

const std::string& words_of(const yaml::Entry& entry) {
  const Node& node = *entry.value;
  if (!node.is_scalar() || node.is_null() || trim(node.scalar).empty())
    refuse(node.at, "'" + entry.key + "' takes words");
  return node.scalar;
}

void read_field(AcceptedDrill& accepted, const yaml::Entry& entry) {
  const auto* field = std::ranges::find(fields, entry.key, &Field::key);
  if (field == fields.end())
    refuse(entry.key_at, "an entry has drill, reason and expires, no '" + entry.key + "'");
  accepted.*(field->value) = words_of(entry);
  if (entry.key == "drill") accepted.at = entry.value->at;
  if (entry.key == "expires" && !is_calendar_day(accepted.expires))
    refuse(entry.value->at, "'expires' takes a day such as 2027-06-30, not '" + accepted.expires + "'");
}

AcceptedDrill read_entry(const Node& node) {
  if (node.kind != Node::Kind::mapping) refuse(node.at, "an entry is a mapping: drill, reason, expires");
  AcceptedDrill accepted;
  for (const yaml::Entry& entry : node.entries) read_field(accepted, entry);
  for (const Field& field : fields) {
    if (!node.find(field.key)) refuse(node.at, "the entry has no '" + std::string(field.key) + "'");
  }
  return accepted;
}

std::vector<AcceptedDrill> read(const Node& root) {
  std::vector<AcceptedDrill> residue;
  if (root.is_null()) return residue;
  if (root.kind != Node::Kind::mapping) refuse(root.at, "a mapping with the key 'accepted' is expected");
  for (const yaml::Entry& entry : root.entries) {
    if (entry.key != "accepted") refuse(entry.key_at, "no key '" + entry.key + "'; there is 'accepted'");
    if (entry.value->is_null()) continue;
    if (entry.value->kind != Node::Kind::sequence) refuse(entry.value->at, "'accepted' takes a list");
    for (const auto& item : entry.value->items) {
      AcceptedDrill accepted = read_entry(*item);
      const auto earlier = std::ranges::find(residue, accepted.drill, &AcceptedDrill::drill);
      if (earlier != residue.end()) {
        refuse(accepted.at, "'" + accepted.drill + "' was accepted in line " +
                                std::to_string(earlier->at.line) + " already");
      }
      residue.push_back(std::move(accepted));
    }
  }
  return residue;
}

}  // namespace

bool is_calendar_day(std::string_view text) {
  const auto parts = split(text, '-');
  if (text.size() != 10 || parts.size() != 3 || parts[0].size() != 4 || parts[1].size() != 2) return false;
  const auto year = parse_decimal(parts[0]), month = parse_decimal(parts[1]), day = parse_decimal(parts[2]);
  if (!year || !month || !day) return false;
  return std::chrono::year_month_day(std::chrono::year(static_cast<int>(*year)),
                                     std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day)))
      .ok();
}

tl::expected<std::vector<AcceptedDrill>, Problem> parse_residue(std::string_view text) {
  auto tree = yaml::parse(text);
  if (!tree) return tl::unexpected(std::move(tree.error()));
  try {
    return read(**tree);
  } catch (Problem& problem) {
    return tl::unexpected(std::move(problem));
  }
}

}  // namespace taut
