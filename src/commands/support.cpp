#include "commands/support.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "base/file.h"
#include "base/text.h"

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

Result<void> write_report(const std::string& path, std::string_view text) {
  if (path.empty()) return print(text);
  struct stat status{};
  const bool special = ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
  if (!special) return replace_file(path, text, 0644);
  const auto file = open_file(path, O_WRONLY);
  if (!file) return tl::unexpected(file.error());
  return write_all(file->get(), text, path);
}

StatusLine::StatusLine() : shown_(::isatty(STDERR_FILENO) == 1) {}

StatusLine::~StatusLine() {
  say("");
}

void StatusLine::say(std::string_view doing) {
  if (!shown_) return;
  // Back to the first column, and erase what stood there (ECMA-48, EL).
  const std::string line = "\r\033[K" + printable_utf8(doing);
  [[maybe_unused]] const auto wrote = write_all(STDERR_FILENO, line, "to standard error");
}

bool colour_wanted() {
  const char* refused = std::getenv("NO_COLOR");
  return ::isatty(STDOUT_FILENO) == 1 && (!refused || !*refused);
}

}  // namespace taut
