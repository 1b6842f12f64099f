// `taut`: wires the table of sub-commands to the command line. The only place that prints errors and picks
// exit codes: 0 fine, 1 something is not as it should be, 2 not understood, 3 could not do its work.
#include <CLI/CLI.hpp>
#include <array>
#include <cerrno>
#include <csignal>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "base/command_line.h"
#include "commands/commands.h"
#include "drills/tiny_program.h"

namespace {

constexpr int not_fine = 1;
constexpr int could_not_run = 3;

constexpr std::array commands{
    taut::Command{"probe",
                  "try from inside a container what an attacker would, and say what stops each attempt",
                  taut::probe_command},
    taut::Command{"ablate", "take controls away one by one, and see which drills then get through",
                  taut::ablate_command},
    taut::Command{"clean", "remove what killed runs of taut have left in an engine", taut::clean_command},
    taut::Command{"tags", "the measures of a repository, by tag and control, with file and line",
                  taut::tags_command},
    taut::Command{"docs", "the pages of documentation that are made from the records", taut::docs_command},
    taut::Command{"version", "the version of this program", taut::version_command},
};

int run(std::string_view name, const taut::Action& action) {
  try {
    const auto outcome = action();
    if (outcome) return *outcome == taut::Verdict::fine ? 0 : not_fine;
    // EINVAL is a command line that the parser could not see to be wrong; the words say it better than the
    // errno.
    const bool usage = outcome.error().error_code == EINVAL;
    taut::complain("taut", name, usage ? outcome.error().what : outcome.error().message());
    return usage ? taut::not_understood : could_not_run;
  } catch (const std::exception& exception) {
    taut::complain("taut", name, std::string("unexpected: ") + exception.what());
  }
  return could_not_run;
}

}  // namespace

int main(int argc, char** argv) {
  // The drill ex_self, in place: it starts the program that it runs in.
  if (argc > 0 && std::string_view(argv[0]) == taut::drills::started_by_itself)
    return taut::drills::exit_got_through;
  std::signal(SIGPIPE, SIG_IGN);  // a pager that was closed is an error of write(2), not our death
  CLI::App app("Container security that you can run, attack and tighten.", "taut");
  app.require_subcommand(1);
  app.footer("Exit codes: 0 fine, 1 not as it should be, 2 not understood, 3 could not run.");
  std::vector<taut::Action> actions;
  for (const taut::Command& command : commands) {
    actions.push_back(command.configure(*app.add_subcommand(command.name, command.help)));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return taut::explain("taut", app, error);
  }
  for (std::size_t at = 0; at < commands.size(); ++at) {
    if (app.got_subcommand(commands[at].name)) return run(commands[at].name, actions[at]);
  }
  return taut::not_understood;
}
