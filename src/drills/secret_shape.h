// What looks like a secret: by the name it goes under, or by the shape of the value itself. For drills that
// tell what lies open, so a word too many costs trust and a word too few costs a secret; neither list is
// complete. No function here hands out a value.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace taut::drills {

/// How a value gives itself away: "private key", "password in a URL", "access token"; "" when it does not.
std::string_view secret_by_value(std::string_view value);

/// Whether a variable or option of this name, with this value, is a secret. NAME_FILE, paths, numbers, and
/// words such as "true" are none.
bool is_secret(std::string_view name, std::string_view value);

/// The names of the variables ("NAME=value") that hold a secret, and why: "DB_PASSWORD (by its name),
/// DATABASE_URL (password in a URL)"; "" when there is none.
std::string secrets_among(std::span<const std::string_view> variables);

/// The same for the words of a command line: "--password", "--db (password in a URL)".
std::string secrets_on_command_line(std::span<const std::string_view> words);

}  // namespace taut::drills
