#include "todo/store/schema_diff.h"

#include <gmock/gmock.h>

namespace todo {
namespace {

using testing::HasSubstr;
using testing::Not;

Schema schema_of(const std::string& sql) {
  SQLite::Database database = open_in_memory();
  database.exec(sql);
  return read_schema(database);
}

std::string difference(const std::string& from, const std::string& to) {
  const auto sql = difference_sql(schema_of(from), schema_of(to));
  return sql ? *sql : "error: " + sql.error().message();
}

/// The database `from` with `rows` in it, after the difference to `to`; whether that made `to` is checked
/// here.
SQLite::Database after(const std::string& from, const std::string& rows, const std::string& to) {
  SQLite::Database database = open_in_memory();
  database.exec(from + ";" + rows);
  const std::string sql = difference(from, to);
  database.exec("PRAGMA foreign_keys = OFF");
  database.exec(sql);
  EXPECT_EQ(first_difference(read_schema(database), schema_of(to)), "") << sql;
  return database;
}

std::string get(SQLite::Database& database, const std::string& query) {
  return database.execAndGet(query).getString();
}

TEST(SchemaDiff, TheSameIsNoDifference) {
  EXPECT_EQ(difference("CREATE TABLE a (x TEXT)", "CREATE TABLE \"a\" ( x text )"), "");
}

TEST(SchemaDiff, NewThingsAreMade) {
  const std::string from = "CREATE TABLE a (x TEXT)";
  const std::string to =
      from +
      "; CREATE TABLE b (y TEXT); CREATE INDEX a_x ON a (x); CREATE VIEW v AS SELECT y FROM b;"
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO b VALUES (new.x); END;";
  auto database = after(from, "INSERT INTO a VALUES ('kept')", to);
  EXPECT_EQ(get(database, "SELECT x FROM a"), "kept");
}

TEST(SchemaDiff, WhatIsGoneIsDroppedAndTheLossOfDataIsSaid) {
  const std::string sql =
      difference("CREATE TABLE a (x); CREATE TABLE b (y); CREATE INDEX b_y ON b (y)", "CREATE TABLE a (x)");
  EXPECT_EQ(sql, "-- Data lost: the table b, with all its rows.\nDROP TABLE b;\n");
  EXPECT_THAT(difference("CREATE TABLE a (x, y)", "CREATE TABLE a (x)"),
              HasSubstr("-- Data lost: the column y of the table a"));
  EXPECT_THAT(difference("CREATE TABLE a (x); CREATE INDEX i ON a (x)", "CREATE TABLE a (x)"),
              Not(HasSubstr("Data lost")));
}

TEST(SchemaDiff, AnAddedColumnKeepsTheRowsInPlace) {
  const std::string from = "CREATE TABLE a (x TEXT) STRICT; CREATE INDEX a_x ON a (x)";
  const std::string to = "CREATE TABLE a (x TEXT, due INTEGER) STRICT; CREATE INDEX a_x ON a (x)";
  EXPECT_EQ(difference(from, to), "ALTER TABLE a ADD COLUMN due INTEGER;\n");
  auto database = after(from, "INSERT INTO a VALUES ('kept')", to);
  EXPECT_EQ(get(database, "SELECT x || ifnull(due, '-') FROM a"), "kept-");
}

TEST(SchemaDiff, ARebuiltTableKeepsItsRowsIndexesTriggersAndViews) {
  const std::string rest =
      "; CREATE INDEX a_x ON a (x); CREATE VIEW v AS SELECT x FROM a;"
      "CREATE TRIGGER t AFTER DELETE ON a BEGIN INSERT INTO a (x) VALUES ('again'); END;";
  auto database =
      after("CREATE TABLE a (x TEXT, y TEXT)" + rest, "INSERT INTO a VALUES ('kept', NULL)",
            "CREATE TABLE a (x TEXT CHECK (length(x) < 99), y TEXT NOT NULL DEFAULT 'none')" + rest);
  EXPECT_EQ(get(database, "SELECT x || y FROM a"), "keptnone");
  database.exec("DELETE FROM a");
  EXPECT_EQ(get(database, "SELECT group_concat(x) FROM v"), "again");
}

TEST(SchemaDiff, ARebuiltTableNeverGivesOutAnIdAgain) {
  const std::string id = "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT";
  auto database = after(id + ")", "INSERT INTO a (x) VALUES ('1'), ('2'), ('3'); DELETE FROM a WHERE id = 3",
                        id + " NOT NULL DEFAULT '')");
  database.exec("INSERT INTO a (x) VALUES ('new')");
  EXPECT_EQ(get(database, "SELECT max(id) FROM a"), "4");
  auto empty = after(id + ")", "INSERT INTO a (x) VALUES ('1'); DELETE FROM a", id + " NOT NULL DEFAULT '')");
  empty.exec("INSERT INTO a (x) VALUES ('new')");
  EXPECT_EQ(get(empty, "SELECT max(id) FROM a"), "2");
}

TEST(SchemaDiff, ADefaultThatIsNoConstantReachesTheRowsThatExist) {
  for (const char* column : {"y TEXT DEFAULT (lower('VALUE'))", "y TEXT NOT NULL DEFAULT (lower('VALUE'))"}) {
    auto database = after("CREATE TABLE a (x TEXT)", "INSERT INTO a VALUES ('kept')",
                          "CREATE TABLE a (x TEXT, " + std::string(column) + ")");
    EXPECT_EQ(get(database, "SELECT x || y FROM a"), "keptvalue");
  }
  auto database = after("CREATE TABLE a (x TEXT)", "INSERT INTO a VALUES ('kept')",
                        "CREATE TABLE a (x TEXT, y TEXT AS (x || 1) STORED, z REAL DEFAULT -1.5)");
  EXPECT_EQ(get(database, "SELECT x || y || z FROM a"), "keptkept1-1.5");
}

TEST(SchemaDiff, RowsOfOtherTablesThatPointToARebuiltOneStay) {
  const std::string child = "; CREATE TABLE b (a_id INTEGER REFERENCES a (id) ON DELETE CASCADE)";
  auto database = after("CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT)" + child,
                        "INSERT INTO a VALUES (1, 'x'); INSERT INTO b VALUES (1)",
                        "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT NOT NULL DEFAULT '')" + child);
  EXPECT_EQ(get(database, "SELECT count(*) FROM b JOIN a ON a.id = b.a_id"), "1");
}

TEST(SchemaDiff, WhatExistingRowsCannotFollowIsAnError) {
  EXPECT_THAT(difference("CREATE TABLE a (x)", "CREATE TABLE a (x, y TEXT NOT NULL)"),
              HasSubstr("give it a DEFAULT"));
  EXPECT_THAT(difference("", "CREATE VIRTUAL TABLE f USING fts5(x)"), HasSubstr("by hand"));
}

TEST(SchemaDiff, NamesThatNeedQuotesGetThem) {
  auto database = after("CREATE TABLE \"a b\" (\"order\" TEXT)", "INSERT INTO \"a b\" VALUES ('kept')",
                        "CREATE TABLE \"a b\" (\"order\" TEXT NOT NULL DEFAULT 'it''s', \"it's\" INTEGER)");
  EXPECT_EQ(get(database, "SELECT \"order\" FROM \"a b\""), "kept");
}

}  // namespace
}  // namespace todo
