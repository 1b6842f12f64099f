#include "todo/store/changes.h"

#include <sqlite3.h>

#include <utility>

#include "todo/store/row.h"

namespace todo {
namespace {

/// Runs a statement with a RETURNING clause to its end; only then is its change complete
/// (sqlite.org/lang_returning.html).
ChangeOutcome run_returning(SQLite::Statement& statement) {
  ChangeOutcome outcome;
  while (statement.executeStep()) {
    outcome.item = read_item(statement);
    ++outcome.affected;
  }
  return outcome;
}

void run(SQLite::Statement& statement) {
  Use use(statement);
  statement.exec();
}

}  // namespace

ChangeStatements::ChangeStatements(SQLite::Database database)
    : database_(std::move(database)),
      // IMMEDIATE takes the write lock at once: waiting for it later, with a snapshot in hand, cannot
      // succeed.
      begin_(database_, "BEGIN IMMEDIATE"),
      commit_(database_, "COMMIT"),
      add_(database_,
           "INSERT INTO item (title, done, created_at, updated_at) VALUES (?1, 0, ?2, ?2) "
           "RETURNING " ITEM_COLUMNS),
      // max: a clock that was set back must not make an item younger than its creation.
      update_(database_,
              "UPDATE item SET title = coalesce(?2, title), done = coalesce(?3, done), updated_at = "
              "max(updated_at, ?4) "
              "WHERE id = ?1 RETURNING " ITEM_COLUMNS),
      remove_(database_, "DELETE FROM item WHERE id = ?1 RETURNING " ITEM_COLUMNS),
      clear_(database_, "DELETE FROM item WHERE done = 1") {}

ChangeOutcome ChangeStatements::apply(const Change& change, std::int64_t now) {
  if (const auto* add = std::get_if<AddItem>(&change)) {
    Use use(add_);
    add_.bindNoCopy(1, add->title);
    add_.bind(2, now);
    return run_returning(add_);
  }
  if (const auto* update = std::get_if<UpdateItem>(&change)) {
    Use use(update_);
    update_.bind(1, update->id);
    if (update->title) update_.bindNoCopy(2, *update->title);
    if (update->done) update_.bind(3, *update->done ? 1 : 0);
    update_.bind(4, now);
    return run_returning(update_);
  }
  if (const auto* remove = std::get_if<DeleteItem>(&change)) {
    Use use(remove_);
    remove_.bind(1, remove->id);
    return run_returning(remove_);
  }
  Use use(clear_);
  return ChangeOutcome{std::nullopt, clear_.exec()};
}

void ChangeStatements::begin() {
  run(begin_);
}
void ChangeStatements::commit() {
  run(commit_);
}
void ChangeStatements::roll_back() {
  if (sqlite3_get_autocommit(handle()) == 0) sqlite3_exec(handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace todo
