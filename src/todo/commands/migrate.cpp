// `todo migrate`: brings the database to the newest version, as `todo serve` does when it starts.
#include "todo/store/migrate.h"

#include "todo/commands/commands.h"
#include "todo/commands/support.h"

namespace todo {
namespace {

std::string report_text(const LocatedDatabase& database, const MigrationReport& report) {
  std::string text;
  if (!report.copy.empty()) text += "copied the database to " + report.copy + "\n";
  for (const std::string& file : report.applied) text += "applied " + file + "\n";
  text += database.options.path + " is at version " + std::to_string(report.version);
  text += report.applied.empty() ? ": nothing to do" : "";
  return text + " (journal mode " + std::string(name_of(database.options.journal)) + ")\n";
}

taut::Result<Outcome> run_migrations() {
  auto database = locate_database();
  if (!database) return taut::propagate(database);
  if (auto made = make_database_folder(database->options.path); !made) return taut::propagate(made);
  auto report = migrate(database->options);
  if (!report) return taut::propagate(report);
  if (auto printed = print(report_text(*database, *report)); !printed) return taut::propagate(printed);
  return Outcome::fine;
}

}  // namespace

Action migrate_command(CLI::App&) {
  return run_migrations;
}

}  // namespace todo
