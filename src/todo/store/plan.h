// plan_next_migration() (migrate.h) for a schema that is passed in.
#pragma once

#include <string>
#include <string_view>

#include "todo/store/migrate.h"

namespace todo {

taut::Result<NextMigration> plan_next_migration(const std::string& folder, const std::string& name,
                                                std::string_view declared_sql);

}  // namespace todo
