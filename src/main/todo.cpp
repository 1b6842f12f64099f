// `todo`: wires the table of sub-commands to the command line. The only place that prints errors and picks
// exit codes: 0 done, 1 failed, 2 not understood.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "main/command_line.h"
#include "todo/commands/commands.h"
#include "todo/serve/serve.h"
#include "todo/settings.h"

namespace {

constexpr int failed = 1;

taut::Result<todo::Outcome> run_server() {
  auto settings = todo::load_settings(todo::process_environment(), true);
  if (!settings) return taut::propagate(settings);
  if (auto served = todo::serve(*settings); !served) return taut::propagate(served);
  return todo::Outcome::fine;
}

todo::Action configure_serve(CLI::App&) {
  return run_server;
}

constexpr std::array commands{
    todo::Command{"serve", "answer requests until SIGTERM; brings the database up to date first",
                  configure_serve},
    todo::Command{"migrate", "bring the database to the newest version", todo::migrate_command},
    todo::Command{"makemigrations", "write the next migration from what the declared schema has changed",
                  todo::makemigrations_command},
    todo::Command{"check", "the settings in force, the database, and what confines the server",
                  todo::check_command},
    todo::Command{"selftest", "try what the database needs of its folder", todo::selftest_command},
    todo::Command{"healthcheck", "whether the running server is well; connects to nothing",
                  todo::healthcheck_command},
    todo::Command{"backup", "a consistent copy of the database, in use or not", todo::backup_command},
    todo::Command{"restore", "put a copy in the place of the database; stop the server first",
                  todo::restore_command},
    todo::Command{"chown-data", "give the data folder to the user that the server runs as",
                  todo::chown_data_command},
    todo::Command{"version", "the version of this program", todo::version_command},
};

/// The settings, for the end of --help: every command reads them from the environment.
std::string settings_help() {
  std::string text = "Settings, from the environment or from the NAME=value lines of SETTINGS_FILE:\n";
  for (const todo::SettingInfo& setting : todo::setting_table()) {
    std::string name = "  " + std::string(setting.name) + (setting.has_file_form ? "[_FILE]" : "");
    name.resize(std::max<std::size_t>(name.size() + 2, 32), ' ');
    text += name + std::string(setting.help) + " (" + std::string(setting.fallback) + ")\n";
  }
  return text;
}

/// A mistyped command, in our words: the parser would only say that one is required.
bool is_unknown_command(std::string_view word) {
  if (word.empty() || word.starts_with('-')) return false;
  return std::ranges::none_of(commands, [&](const todo::Command& command) { return word == command.name; });
}

int refuse_command(std::string_view word) {
  const auto near = std::ranges::min_element(
      commands, {}, [&](const todo::Command& command) { return taut::edit_distance(word, command.name); });
  const bool close = taut::edit_distance(word, near->name) <= 3;
  taut::complain("todo", "",
                 "no command '" + std::string(word) + "'" +
                     (close ? "; did you mean " + std::string(near->name) + "?" : ""));
  taut::complain("todo", "", "see todo --help");
  return taut::not_understood;
}

int run(std::string_view name, const todo::Action& action) {
  try {
    const auto outcome = action();
    if (outcome) return *outcome == todo::Outcome::fine ? 0 : failed;
    taut::complain("todo", name, outcome.error().message());
  } catch (const std::exception& exception) {
    taut::complain("todo", name, std::string("unexpected: ") + exception.what());
  }
  return failed;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && is_unknown_command(argv[1])) return refuse_command(argv[1]);
  CLI::App app("A todo list for this machine, hardened at every layer.", "todo");
  app.require_subcommand(1);
  app.footer(settings_help());
  std::vector<todo::Action> actions;
  for (const todo::Command& command : commands) {
    actions.push_back(command.configure(*app.add_subcommand(command.name, command.help)));
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
