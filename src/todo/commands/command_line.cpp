// The table of sub-commands, and how the command line reaches them.
#include "todo/commands/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "base/command_line.h"
#include "base/text.h"
#include "todo/commands/commands.h"
#include "todo/settings.h"

namespace todo {
namespace {

constexpr int failed = 1;

constexpr std::array commands{
    Command{"serve", "answer requests until SIGTERM; brings the database up to date first", nullptr},
    Command{"migrate", "bring the database to the newest version", migrate_command},
    Command{"makemigrations", "write the next migration from what the declared schema has changed",
            makemigrations_command},
    Command{"check", "the settings in force, the database, and what confines the server", check_command},
    Command{"selftest", "try what the database needs of its folder", selftest_command},
    Command{"healthcheck", "whether the running server is well; connects to nothing", healthcheck_command},
    Command{"backup", "a consistent copy of the database, in use or not", backup_command},
    Command{"restore", "put a copy in the place of the database; stop the server first", restore_command},
    Command{"chown-data", "give the data folder to the user that the server runs as", chown_data_command},
    Command{"version", "the version of this program", version_command},
};

/// The settings, for the end of --help: every command reads them from the environment.
std::string settings_help() {
  std::string text = "Settings, from the environment or from the NAME=value lines of SETTINGS_FILE:\n";
  for (const SettingInfo& setting : setting_table()) {
    std::string name = "  " + std::string(setting.name) + (setting.has_file_form ? "[_FILE]" : "");
    name.resize(std::max<std::size_t>(name.size() + 2, 32), ' ');
    text += name + std::string(setting.help) + " (" + std::string(setting.fallback) + ")\n";
  }
  return text;
}

/// A mistyped command, in our words: the parser would only say that one is required.
bool is_unknown_command(std::string_view word) {
  if (word.empty() || word.starts_with('-')) return false;
  return std::ranges::none_of(commands, [&](const Command& command) { return word == command.name; });
}

int refuse_command(std::string_view word) {
  const auto near = std::ranges::min_element(
      commands, {}, [&](const Command& command) { return taut::edit_distance(word, command.name); });
  const bool close = taut::edit_distance(word, near->name) <= 3;
  taut::complain("todo", "",
                 "no command '" + std::string(word) + "'" +
                     (close ? "; did you mean " + std::string(near->name) + "?" : ""));
  taut::complain("todo", "", "see todo --help");
  return taut::not_understood;
}

int run(std::string_view name, const Action& action) {
  try {
    const auto outcome = action();
    if (outcome) return *outcome == Outcome::fine ? 0 : failed;
    taut::complain("todo", name, outcome.error().message());
  } catch (const std::exception& exception) {
    taut::complain("todo", name, std::string("unexpected: ") + exception.what());
  }
  return failed;
}

}  // namespace

int run_command_line(int argc, char** argv, const Action& serve) {
  if (argc > 1 && is_unknown_command(argv[1])) return refuse_command(argv[1]);
  CLI::App app("A todo list for this machine, hardened at every layer.", "todo");
  app.require_subcommand(1);
  app.footer(settings_help());
  std::vector<Action> actions;
  for (const Command& command : commands) {
    CLI::App& options = *app.add_subcommand(command.name, command.help);
    actions.push_back(command.configure ? command.configure(options) : serve);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return taut::explain("todo", app, error);
  }
  for (std::size_t at = 0; at < commands.size(); ++at) {
    if (app.got_subcommand(commands[at].name)) return run(commands[at].name, actions[at]);
  }
  return taut::not_understood;
}

}  // namespace todo
