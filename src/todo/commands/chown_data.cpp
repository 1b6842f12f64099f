// `todo chown-data UID[:GID]`: run once, as user 0 with CAP_CHOWN alone, so that the server can run as an
// ordinary user.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "base/file.h"
#include "todo/commands/commands.h"
#include "todo/commands/data_owner.h"
#include "todo/commands/owner.h"
#include "todo/commands/support.h"

namespace todo {
namespace {

std::string report_text(const std::string& folder, const HandOver& done) {
  std::string text;
  for (const std::string& line : done.lines) text += line + "\n";
  if (done.changed == 0) return text + "already: nothing to change in " + folder + "\n";
  return text + std::to_string(done.changed) + " changed, " + std::to_string(done.already) +
         " already right\n";
}

taut::Result<Outcome> chown_data(const Owner& owner) {
  auto settings = settings_without_secrets();
  if (!settings) return taut::propagate(settings);
  const std::string folder = taut::parent_folder(settings->database_path);
  auto done = hand_over(folder, owner);
  if (!done) return taut::propagate(done);
  if (auto printed = print(report_text(folder, *done)); !printed) return taut::propagate(printed);
  return Outcome::fine;
}

std::string problem_of_owner(const std::string& text) {
  const auto owner = parse_owner(text);
  return owner ? "" : owner.error();
}

}  // namespace

Action chown_data_command(CLI::App& app) {
  const auto owner = std::make_shared<std::string>();
  // The name of an argument may not hold brackets: CLI11 2.4 throws.
  app.add_option("OWNER", *owner, "the new owner, UID or UID:GID, in numbers; without GID the group stays")
      ->required()
      ->check(CLI::Validator(problem_of_owner, ""));
  return [owner] { return chown_data(*parse_owner(*owner)); };
}

}  // namespace todo
