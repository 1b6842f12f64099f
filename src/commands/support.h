// What several commands need of the terminal. Not here: anything about containers.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace CLI {
class App;
}

namespace taut {

/// --format text|json.
void add_format_option(CLI::App& app, std::string& format);

/// Writes all of `text` to standard output; a full disk or a closed pipe is an error, not silence.
Result<void> print(std::string_view text);

/// Whether standard output may be coloured: a terminal, and NO_COLOR (no-color.org) not set.
bool colour_wanted();

}  // namespace taut
