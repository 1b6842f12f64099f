// `todo makemigrations NAME`: writes the next migration from what the declared schema has and the migrations
// do not produce yet. For whoever changes src/todo/store/schema.sql; touches no database.
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <memory>
#include <string>

#include "base/file.h"
#include "todo/commands/commands.h"
#include "todo/commands/support.h"
#include "todo/store/migrate.h"

namespace todo {
namespace {

struct MakeOptions {
  std::string name;
  std::string folder = "src/todo/migrations";
  bool check = false;
};

/// A file of the source tree, so the umask decides who may read it. An existing file is never replaced.
taut::Result<void> write_new_file(const std::string& path, const std::string& sql) {
  auto fd = taut::open_file(path, O_WRONLY | O_CREAT | O_EXCL, 0666);
  if (!fd) return taut::propagate(fd);
  auto written = taut::write_all(fd->get(), sql, path);
  if (written && ::fsync(fd->get()) != 0) written = taut::failure("fsync " + path, errno);
  if (!written) ::unlink(path.c_str());
  return written;
}

taut::Result<Outcome> report(const std::string& text, Outcome outcome) {
  if (auto printed = print(text); !printed) return taut::propagate(printed);
  return outcome;
}

taut::Result<Outcome> make_migration(const MakeOptions& options) {
  // With --check nothing gets the name, so none has to be thought of.
  auto next = plan_next_migration(options.folder, options.check ? "check" : options.name);
  if (!next) return taut::propagate(next);
  if (next->file_name.empty()) {
    return report("no changes: the migrations in " + options.folder + " produce the declared schema\n",
                  Outcome::fine);
  }
  if (options.check) {
    return report("the declared schema has changes that no migration in " + options.folder +
                      " makes; run todo makemigrations NAME:\n\n" + next->sql,
                  Outcome::not_fine);
  }
  const std::string path = options.folder + "/" + next->file_name;
  if (auto written = write_new_file(path, next->sql); !written) return taut::propagate(written);
  return report("wrote " + path + "\n", Outcome::fine);
}

}  // namespace

Action makemigrations_command(CLI::App& app) {
  const auto options = std::make_shared<MakeOptions>();
  app.footer("");  // reads no settings
  app.add_option("NAME", options->name,
                 "what it does, as in add_due_date: lower case, digits and underscores");
  app.add_option("--dir", options->folder, "the folder of the migrations")->capture_default_str();
  app.add_flag("--check", options->check, "write nothing; exit code 1 when a migration is missing");
  app.final_callback([options] {
    if (options->name.empty() && !options->check) throw CLI::RequiredError("NAME");
  });
  return [options] { return make_migration(*options); };
}

}  // namespace todo
