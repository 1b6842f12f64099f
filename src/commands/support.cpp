#include "commands/support.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "base/file.h"

namespace taut {

void add_format_option(CLI::App& app, std::string& format) {
  format = "text";
  app.add_option("--format", format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
}

Result<void> print(std::string_view text) {
  return write_all(STDOUT_FILENO, text, "to standard output");
}

bool colour_wanted() {
  const char* refused = std::getenv("NO_COLOR");
  return ::isatty(STDOUT_FILENO) == 1 && (!refused || !*refused);
}

}  // namespace taut
