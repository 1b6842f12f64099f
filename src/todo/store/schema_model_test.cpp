#include "todo/store/schema_model.h"

#include <gtest/gtest.h>

namespace todo {
namespace {

Schema schema_of(const std::string& sql) {
  SQLite::Database database = open_in_memory();
  database.exec(sql);
  return read_schema(database);
}

TEST(Schema, HoldsEveryObjectInTheOrderOfItsMaking) {
  const Schema schema = schema_of(
      "CREATE TABLE a (x INTEGER NOT NULL DEFAULT (1 + 1), y TEXT AS (x) VIRTUAL, z); CREATE INDEX i ON a "
      "(x);"
      "CREATE VIEW v AS SELECT x FROM a; CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;");
  ASSERT_EQ(schema.objects.size(), 4U);
  EXPECT_EQ(schema.objects[0].type, "table");
  EXPECT_EQ(schema.objects[1].table, "a");
  EXPECT_EQ(schema.objects[2].type, "view");
  EXPECT_EQ(schema.objects[3].type, "trigger");
  const auto& columns = schema.objects[0].columns;
  ASSERT_EQ(columns.size(), 3U);
  EXPECT_TRUE(columns[0].not_null);
  EXPECT_EQ(columns[0].default_value, "1 + 1");
  EXPECT_TRUE(columns[1].generated);
  EXPECT_EQ(columns[2].default_value, "");
}

TEST(Schema, LeavesOutWhatSqliteMakesForItself) {
  const Schema schema = schema_of(
      "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT UNIQUE); INSERT INTO a (x) VALUES ('1'); "
      "ANALYZE;");
  ASSERT_EQ(schema.objects.size(), 1U);
  EXPECT_NE(schema.find("table", "a"), nullptr);
  EXPECT_EQ(schema.find("index", "a"), nullptr);
}

TEST(Schema, DifferencesAreToldInWords) {
  const Schema plain = schema_of("CREATE TABLE a (x TEXT)");
  EXPECT_EQ(first_difference(plain, schema_of("create table \"a\" (x  TEXT) -- same")), "");
  EXPECT_EQ(first_difference(plain, schema_of("CREATE TABLE a (x TEXT, y)")), "table a differs");
  EXPECT_EQ(first_difference(plain, schema_of("")), "table a is not expected");
  EXPECT_EQ(first_difference(schema_of(""), plain), "table a is missing");
}

TEST(Schema, AColumnThatWasAddedLaterIsTheSameAsOneDeclaredAtOnce) {
  EXPECT_EQ(
      first_difference(schema_of("CREATE TABLE a (x TEXT); ALTER TABLE a ADD COLUMN y INTEGER DEFAULT 7;"),
                       schema_of("CREATE TABLE a (x TEXT, y INTEGER DEFAULT 7)")),
      "");
}

}  // namespace
}  // namespace todo
