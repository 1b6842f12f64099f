#include "todo/commands/support.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>

#include "base/file.h"

namespace todo {

taut::Result<Settings> settings_without_secrets() {
  Environment environment = process_environment();
  for (const char* name :
       {"SECRET_KEY", "SECRET_KEY_FILE", "SECRET_KEY_FALLBACKS", "SECRET_KEY_FALLBACKS_FILE"}) {
    environment.erase(name);
  }
  return load_settings(environment, false);
}

taut::Result<LocatedDatabase> locate_database() {
  auto settings = settings_without_secrets();
  if (!settings) return taut::propagate(settings);
  auto journal = choose_journal_mode(settings->database_path);
  if (!journal) return taut::propagate(journal);
  return LocatedDatabase{{settings->database_path, journal->mode}, std::move(*journal)};
}

std::string_view name_of(JournalMode mode) {
  return mode == JournalMode::wal ? "wal" : "delete";
}

taut::Result<void> print(std::string_view text) {
  return taut::write_all(STDOUT_FILENO, text, "standard output");
}

void add_format_option(CLI::App& app, std::string& format) {
  format = "text";
  app.add_option("--format", format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
}

std::string octal(unsigned mode) {
  std::string digits;
  for (int shift = 9; shift >= 0; shift -= 3) digits += static_cast<char>('0' + ((mode >> shift) & 7U));
  return digits;
}

std::string errno_name(int error_code) {
  const char* name = ::strerrorname_np(error_code);
  return name == nullptr ? "errno " + std::to_string(error_code) : name;
}

}  // namespace todo
