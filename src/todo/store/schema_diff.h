// The SQL that leads from one schema to another, with the rows kept wherever both have a place for them.
// Not here: renames, which look like one thing dropped and another added; those are written by hand.
#pragma once

#include <string>

#include "base/result.h"
#include "todo/store/schema_model.h"

namespace todo {

/// "" when there is nothing to do. The same schemas always give the same text. A comment line goes before
/// everything that loses data. Errors: a change that existing rows cannot follow, virtual tables.
taut::Result<std::string> difference_sql(const Schema& from, const Schema& to);

}  // namespace todo
