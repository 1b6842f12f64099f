// One table from its old to its new definition: by ALTER TABLE ADD COLUMN when that does it, else by building
// it anew and copying the rows (sqlite.org/lang_altertable.html#otheralter).
#pragma once

#include <string>

#include "base/result.h"
#include "todo/store/schema_model.h"

namespace todo {

struct TableChange {
  std::string sql;
  bool rebuilt = false;  // its indexes are gone, and triggers and views must be out of the way meanwhile
};

taut::Result<TableChange> change_table(const SchemaObject& from, const SchemaObject& to);

}  // namespace todo
