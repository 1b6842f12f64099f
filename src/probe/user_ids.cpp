#include "probe/user_ids.h"

#include "base/text.h"
#include "docker/api.h"
#include "formats/tar.h"

namespace taut::probe {
namespace {

std::optional<std::uint32_t> number_of(std::string_view text) {
  const auto number = parse_decimal(text);
  if (!number || *number < 0 || *number > UINT32_MAX) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

/// The fields of the line whose field `column` is `wanted`; empty when there is none.
std::vector<std::string_view> line_with(std::string_view file, std::size_t column, std::string_view wanted) {
  for (const std::string_view line : split(file, '\n')) {
    auto fields = split(line, ':');
    if (fields.size() > column && fields[column] == wanted) return fields;
  }
  return {};
}

/// A file of the container's image, "" when it has none; a link is not followed.
std::string file_of(docker::Engine& engine, const std::string& container, const std::string& path) {
  const auto reply = engine.call({"GET", "/containers/" + container + "/archive?path=" + path, ""});
  if (!reply || reply->status != 200) return "";
  return std::string(first_file_of(reply->body));
}

}  // namespace

std::optional<UserIds> resolve_user(std::string_view user, std::string_view accounts,
                                    std::string_view groups) {
  const auto parts = split(user, ':');
  UserIds ids;
  if (!parts[0].empty()) {
    const auto number = number_of(parts[0]);
    const auto account = line_with(accounts, number ? 2 : 0, parts[0]);
    const auto uid = number ? number : account.size() > 2 ? number_of(account[2]) : std::nullopt;
    if (!uid) return std::nullopt;
    ids.user = *uid;
    if (account.size() > 3) ids.group = number_of(account[3]).value_or(0);
  }
  if (parts.size() < 2 || parts[1].empty()) return ids;
  auto group = number_of(parts[1]);
  if (const auto line = line_with(groups, 0, parts[1]); !group && line.size() > 2) group = number_of(line[2]);
  if (!group) return std::nullopt;
  ids.group = *group;
  return ids;
}

Result<UserIds> user_ids_of(docker::Engine& engine, const boost::json::value& inspect) {
  const std::string user = docker::text_at(inspect, "Config.User");
  const std::string container = docker::text_at(inspect, "Id");
  const auto ids = resolve_user(user, file_of(engine, container, "/etc/passwd"),
                                user.find(':') == user.npos ? "" : file_of(engine, container, "/etc/group"));
  if (!ids) return failure("the image knows no user '" + user + "', so the container cannot start");
  return *ids;
}

}  // namespace taut::probe
