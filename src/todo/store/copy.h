// One consistent copy of a database, checked and on the disk before it gets its name.
#pragma once

#include <string>

#include "base/result.h"
#include "todo/store/database.h"

namespace todo {

/// Copies the database, in use or not, into the new file `target`: first as "target.part", then checked,
/// synced and renamed. An existing target is an error. The copy is in rollback journal mode and has no second
/// file.
taut::Result<void> copy_database(const DatabaseOptions& options, const std::string& target);

/// Copies it to "<path>.<label>", or "<path>.<label>-2", … when the name is taken; returns the name.
taut::Result<std::string> copy_beside(const DatabaseOptions& options, const std::string& label);

/// Syncs the folder that holds `path`, so that a name given or taken away there lasts.
taut::Result<void> sync_folder_of(const std::string& path);

/// The first of "<path>.<label>", "<path>.<label>-2", … that does not exist.
std::string free_name(const std::string& path, const std::string& label);

}  // namespace todo
