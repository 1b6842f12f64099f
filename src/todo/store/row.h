// A row of the table `item` as an Item, and statements that are used again and again.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include "todo/item.h"

// A macro, so that it can stand inside a literal: SQL is never put together at run time.
#define ITEM_COLUMNS "id, title, done, created_at, updated_at"

namespace todo {

/// Reads the columns ITEM_COLUMNS of the row that the statement is at.
inline Item read_item(SQLite::Statement& row) {
  Item item;
  item.id = row.getColumn(0).getInt64();
  item.title = row.getColumn(1).getString();
  item.done = row.getColumn(2).getInt() != 0;
  item.created_at = row.getColumn(3).getInt64();
  item.updated_at = row.getColumn(4).getInt64();
  return item;
}

/// One use of a cached statement. Resets it on every path: an unfinished SELECT would keep its snapshot, and
/// with it the whole WAL, alive.
class Use {
 public:
  explicit Use(SQLite::Statement& statement) : statement_(statement) {}
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  ~Use() {
    statement_.tryReset();
    statement_.clearBindings();
  }

 private:
  SQLite::Statement& statement_;
};

}  // namespace todo
