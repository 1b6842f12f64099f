// Who the user of a container is, in numbers: what stands in for its data has to belong to somebody, and a
// name means something in its image only.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "docker/engine.h"

namespace taut::probe {

struct UserIds {
  std::uint32_t user = 0;
  std::uint32_t group = 0;
  friend bool operator==(const UserIds&, const UserIds&) = default;
};

/// Of "", "1000", "1000:100", "app", "app:staff", as a runtime understands them: by the image's own
/// /etc/passwd and /etc/group (passwd(5), group(5)), "" where there is none. Nothing: there is no such name.
/// Pure.
std::optional<UserIds> resolve_user(std::string_view user, std::string_view accounts,
                                    std::string_view groups);

/// Of the container that `inspect` describes. Errors: its image knows no such name, so it cannot start
/// either.
Result<UserIds> user_ids_of(docker::Engine& engine, const boost::json::value& inspect);

}  // namespace taut::probe
