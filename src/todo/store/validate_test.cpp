#include "todo/store/validate.h"

#include <gmock/gmock.h>

#include "base/file.h"
#include "todo/store/connection.h"
#include "todo/store/test_folder.h"

namespace todo {
namespace {

using testing::HasSubstr;

/// What is said of a database of ours after `sql`.
std::string verdict_after(const std::string& sql) {
  const TestFolder folder;
  const DatabaseOptions options = migrated(folder, JournalMode::rollback);
  SQLite::Database(options.path, SQLite::OPEN_READWRITE).exec(sql);
  const auto valid = validate_copy(options.path, "the copy");
  return valid ? "" : valid.error().message();
}

TEST(Validate, ADatabaseOfOursIsSoundAndStaysOneFile) {
  const TestFolder folder;
  const DatabaseOptions options = migrated(folder, JournalMode::wal);
  ASSERT_TRUE(validate_copy(options.path, "the copy"));
  EXPECT_FALSE(std::filesystem::exists(options.path + "-wal"));
  EXPECT_EQ(verdict_after("INSERT INTO item (title, created_at, updated_at) VALUES ('x', 1, 1)"), "");
}

TEST(Validate, WhatWouldActInOurNameLaterIsRefused) {
  for (const char* sql : {"CREATE TRIGGER t AFTER INSERT ON item BEGIN DELETE FROM item; END",
                          "CREATE VIEW item_view AS SELECT 1", "CREATE TABLE extra (x)",
                          "CREATE TRIGGER sqlite_trigger AFTER INSERT ON item BEGIN DELETE FROM item; END"}) {
    try {
      EXPECT_THAT(verdict_after(sql), HasSubstr("is not expected")) << sql;
    } catch (const SQLite::Exception&) {
      // A name that SQLite keeps for itself: it did not let the file become like that.
      EXPECT_THAT(sql, HasSubstr("sqlite_trigger"));
    }
  }
}

TEST(Validate, ADamagedFileIsNamedAsTheUserCallsIt) {
  const TestFolder folder;
  const DatabaseOptions options = migrated(folder, JournalMode::rollback);
  std::string bytes = *taut::read_file(options.path);
  ASSERT_GT(bytes.size(), 8192U);
  bytes.replace(4096, 64, std::string(64, '\xFF'));
  ASSERT_TRUE(taut::replace_file(options.path, bytes, 0600));
  const auto valid = validate_copy(options.path, "the copy");
  ASSERT_FALSE(valid);
  EXPECT_THAT(valid.error().message(), HasSubstr("the copy"));
}

}  // namespace
}  // namespace todo
