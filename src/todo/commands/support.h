// What several commands share: settings without secrets, where the database is, and output that does not get
// lost.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "todo/settings.h"
#include "todo/store/database.h"

namespace CLI {
class App;
}

namespace todo {

/// For commands that sign nothing. Secrets given by the environment, or by a file that it names, are not even
/// looked at: `chown-data` runs as a user who cannot read them.
taut::Result<Settings> settings_without_secrets();

struct LocatedDatabase {
  DatabaseOptions options;
  JournalChoice journal;
};
/// The database of the settings, with the journal mode that its file system allows. Opens nothing.
taut::Result<LocatedDatabase> locate_database();

/// "wal" or "delete", as SQLite spells them.
std::string_view name_of(JournalMode mode);

/// Writes to standard output; a full disk or a closed pipe behind it is an error, as in a script it should
/// be.
taut::Result<void> print(std::string_view text);

/// --format text|json, where text is what you get without it.
void add_format_option(CLI::App& app, std::string& format);

/// The permission bits of a mode as chmod(1) takes them: "0640".
std::string octal(unsigned mode);

/// "EACCES" for 13: the name that scripts look for, the same in every language (strerrorname_np(3)).
std::string errno_name(int error_code);

}  // namespace todo
