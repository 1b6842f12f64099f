#include "todo/store/plan.h"

#include <gmock/gmock.h>

#include "base/file.h"
#include "todo/store/test_folder.h"

namespace todo {
namespace {

using testing::HasSubstr;

struct Migrations {
  TestFolder folder;
  void add(const std::string& name, const std::string& sql) const {
    ASSERT_TRUE(taut::replace_file(folder.file(name), sql, 0600));
  }
  std::string error(const std::string& name, const std::string& declared) const {
    const auto next = plan_next_migration(folder.path(), name, declared);
    return next ? "" : next.error().message();
  }
};

TEST(Plan, TheFirstFileIsTheWholeDeclaration) {
  const Migrations empty;
  const auto next = plan_next_migration(empty.folder.path(), "initial", "CREATE TABLE a (x TEXT);");
  ASSERT_TRUE(next) << next.error().message();
  EXPECT_EQ(next->file_name, "0001_initial.sql");
  EXPECT_THAT(next->sql, HasSubstr("CREATE TABLE a (x TEXT);"));
}

TEST(Plan, TheNextFileHoldsOnlyWhatIsNew) {
  const Migrations files;
  files.add("0001_initial.sql", "CREATE TABLE a (x TEXT);");
  const auto next =
      plan_next_migration(files.folder.path(), "add_due", "CREATE TABLE a (x TEXT, due INTEGER);");
  ASSERT_TRUE(next) << next.error().message();
  EXPECT_EQ(next->file_name, "0002_add_due.sql");
  EXPECT_EQ(next->sql,
            "-- Written by `todo makemigrations add_due`.\nALTER TABLE a ADD COLUMN due INTEGER;\n");
}

TEST(Plan, NothingChangedIsNoFile) {
  const Migrations files;
  files.add("0001_initial.sql", "CREATE TABLE a (x TEXT);");
  files.add("README", "not a migration");
  const auto next = plan_next_migration(files.folder.path(), "x", "create table \"a\" (x TEXT);");
  ASSERT_TRUE(next) << next.error().message();
  EXPECT_EQ(next->file_name, "");
}

TEST(Plan, TheDeclarationBesideTheFolderIsRead) {
  const TestFolder source;
  std::filesystem::create_directories(source.file("migrations"));
  std::filesystem::create_directories(source.file("store"));
  ASSERT_TRUE(taut::replace_file(source.file("store/schema.sql"), "CREATE TABLE only_here (x);", 0600));
  const auto next = plan_next_migration(source.file("migrations"), "x");
  ASSERT_TRUE(next) << next.error().message();
  EXPECT_THAT(next->sql, HasSubstr("only_here"));
}

TEST(Plan, TheOnesOfThisProgramProduceItsDeclaration) {
  const auto next = plan_next_migration(TAUT_SOURCE_DIR "/src/todo/migrations", "check");
  ASSERT_TRUE(next) << next.error().message();
  EXPECT_EQ(next->file_name, "") << next->sql;
}

TEST(Plan, WhatIsWrongIsNamed) {
  const Migrations files;
  files.add("0001_initial.sql", "CREATE TABLE a (x TEXT);");
  EXPECT_THAT(files.error("Bad Name", ""), HasSubstr("lower case letters"));
  EXPECT_THAT(files.error("../x", ""), HasSubstr("lower case letters"));
  EXPECT_THAT(files.error("x", "CREATE TABEL b (x)"), HasSubstr("schema.sql: "));
  EXPECT_THAT(files.error("x", "CREATE TABLE a (x TEXT, y TEXT NOT NULL)"), HasSubstr("give it a DEFAULT"));
  files.add("0002_broken.sql", "CREATE nothing");
  EXPECT_THAT(files.error("x", ""), HasSubstr("0002_broken.sql: "));
  files.add("0009_gap.sql", "");
  EXPECT_THAT(files.error("x", ""), HasSubstr("0009_gap.sql"));
  EXPECT_THAT(plan_next_migration(files.folder.file("none"), "x", "").error().message(),
              HasSubstr("No such file"));
}

}  // namespace
}  // namespace todo
