// The changes as SQL: what each one does to the table. Not when they are committed, which is the writer's
// (writer.cpp).
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include "todo/store/store.h"

namespace todo {

/// The writing connection and its prepared statements. Throws SQLite::Exception.
class ChangeStatements {
 public:
  explicit ChangeStatements(SQLite::Database database);

  ChangeOutcome apply(const Change& change, std::int64_t now);

  void begin();
  void commit();
  /// Quiet: SQLite has already rolled back by itself after some errors, a full disk among them.
  void roll_back();
  sqlite3* handle() { return database_.getHandle(); }

 private:
  SQLite::Database database_;
  SQLite::Statement begin_;
  SQLite::Statement commit_;
  SQLite::Statement add_;
  SQLite::Statement update_;
  SQLite::Statement remove_;
  SQLite::Statement clear_;
};

}  // namespace todo
