// "1000:1000" as two numbers. Numbers only: the image that runs this has no user database worth asking.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace todo {

struct Owner {
  uid_t user = 0;
  std::optional<gid_t> group;  // nothing: the group stays as it is, as with chown(1)
};

/// UID or UID:GID, or a sentence for the person who typed it. 4294967295 is no id: chown(2) reads it as
/// "leave".
tl::expected<Owner, std::string> parse_owner(std::string_view text);

}  // namespace todo
