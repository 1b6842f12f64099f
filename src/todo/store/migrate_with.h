// migrate() with migrations of one's own, for its tests and for `restore`.
#pragma once

#include <span>

#include "todo/store/migrate.h"
#include "todo/store/migration_set.h"

namespace todo {

/// How long a second process waits for the first one to finish.
inline constexpr int migration_wait_ms = 30000;

taut::Result<MigrationReport> migrate_with(const DatabaseOptions& options,
                                           std::span<const MigrationFile> migrations);

}  // namespace todo
