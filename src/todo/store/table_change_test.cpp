#include "todo/store/table_change.h"

#include <gmock/gmock.h>

namespace todo {
namespace {

using testing::HasSubstr;

SchemaObject table(const std::string& sql) {
  SQLite::Database database = open_in_memory();
  database.exec(sql);
  return read_schema(database).objects.at(0);
}

taut::Result<TableChange> change(const std::string& from, const std::string& to) {
  return change_table(table(from), table(to));
}

TEST(TableChange, AddsColumnsWhereThatIsEnough) {
  for (const char* added :
       {"y INTEGER", "y TEXT DEFAULT 'a, b'", "y INTEGER NOT NULL DEFAULT 0", "y TEXT, z TEXT"}) {
    const auto result =
        change("CREATE TABLE a (x TEXT)", "CREATE TABLE a (x TEXT, " + std::string(added) + ")");
    ASSERT_TRUE(result) << added;
    EXPECT_FALSE(result->rebuilt) << added;
    EXPECT_THAT(result->sql, testing::StartsWith("ALTER TABLE a ADD COLUMN y")) << added;
  }
}

TEST(TableChange, RebuildsWhereAddingWouldGiveAnotherTable) {
  for (const char* to :
       {"CREATE TABLE a (y TEXT, x TEXT)", "CREATE TABLE a (x INTEGER)",
        "CREATE TABLE a (x TEXT, y TEXT UNIQUE)", "CREATE TABLE a (x TEXT, y TEXT DEFAULT (1 + 1))",
        "CREATE TABLE a (x TEXT, y TEXT DEFAULT CURRENT_TIME)",
        "CREATE TABLE a (x TEXT, y TEXT, CHECK (x > y))"}) {
    const auto result = change("CREATE TABLE a (x TEXT)", to);
    ASSERT_TRUE(result) << to;
    EXPECT_TRUE(result->rebuilt) << to;
    EXPECT_THAT(result->sql, HasSubstr("SELECT x FROM a;")) << to;
  }
}

TEST(TableChange, GeneratedColumnsAreNotCopied) {
  const auto result =
      change("CREATE TABLE a (x INTEGER, y AS (x + 1))", "CREATE TABLE a (x INTEGER, y AS (x + 2))");
  ASSERT_TRUE(result);
  EXPECT_THAT(result->sql, HasSubstr("INSERT INTO new_a (x) SELECT x FROM a;"));
}

TEST(TableChange, ANewColumnWithoutAValueForTheRowsThatExistIsRefused) {
  for (const char* added : {"y TEXT NOT NULL", "y TEXT NOT NULL DEFAULT NULL"}) {
    EXPECT_FALSE(change("CREATE TABLE a (x TEXT)", "CREATE TABLE a (x TEXT, " + std::string(added) + ")"))
        << added;
  }
}

}  // namespace
}  // namespace todo
