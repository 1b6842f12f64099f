#include <gmock/gmock.h>
#include <sqlite3.h>

#include "todo/store/connection.h"
#include "todo/store/test_folder.h"

namespace todo {
namespace {

using testing::HasSubstr;

std::string mode_of(const DatabaseOptions& options) {
  return open_connection(options, Access::read)->execAndGet("PRAGMA journal_mode").getString();
}

DatabaseOptions with(DatabaseOptions options, JournalMode journal) {
  options.journal = journal;
  return options;
}

TEST(JournalMode, IsWhatWasAskedFor) {
  for (const JournalMode journal : {JournalMode::wal, JournalMode::rollback}) {
    const TestFolder folder;
    EXPECT_EQ(mode_of(migrated(folder, journal)), journal == JournalMode::wal ? "wal" : "delete");
  }
}

TEST(JournalMode, AWalFileIsConvertedWithAllItsRows) {
  const TestFolder folder;
  const DatabaseOptions options = migrated(folder);
  {
    Writer writer = *Writer::open(options);
    ASSERT_TRUE(make_change(writer, (writer.start(), AddItem{"kept"})));
  }
  const DatabaseOptions rollback = with(options, JournalMode::rollback);
  ASSERT_TRUE(migrate(rollback));
  EXPECT_EQ(mode_of(rollback), "delete");
  EXPECT_EQ(Reader::open(rollback)->counts()->active, 1);
  EXPECT_FALSE(std::filesystem::exists(options.path + "-shm"));
}

TEST(JournalMode, AWalFileInUseIsNotConverted) {
  const TestFolder folder;
  const DatabaseOptions options = migrated(folder);
  const auto other = open_connection(options, Access::read);
  ASSERT_TRUE(other);
  const auto refused = migrate(with(options, JournalMode::rollback));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message(), HasSubstr("in use by another program"));
  EXPECT_EQ(mode_of(options), "wal");
}

TEST(JournalMode, AReaderNeverConverts) {
  const TestFolder folder;
  const DatabaseOptions options = migrated(folder);
  const auto reader = Reader::open(with(options, JournalMode::rollback));
  ASSERT_FALSE(reader);
  EXPECT_THAT(reader.error().message(), HasSubstr("run `todo migrate`"));
  EXPECT_FALSE(pending_migrations(with(options, JournalMode::rollback)));
  EXPECT_EQ(mode_of(options), "wal");
  const TestFolder other;
  EXPECT_THAT(Reader::open(with(migrated(other, JournalMode::rollback), JournalMode::wal)).error().message(),
              HasSubstr("instead of WAL"));
}

TEST(JournalMode, SeveralConnectionsServeInRollbackMode) {
  const TestFolder folder;
  const DatabaseOptions options = migrated(folder, JournalMode::rollback);
  Writer writer = *Writer::open(options);
  writer.start();
  Reader first = *Reader::open(options);
  Reader second = *Reader::open(options);
  for (int number = 1; number <= 10; ++number) {
    ASSERT_TRUE(make_change(writer, AddItem{"x"}));
    EXPECT_EQ(first.counts()->active, number);
    EXPECT_EQ(second.counts()->active, number);
  }
}

TEST(Connection, FollowsTheRules) {
  const TestFolder folder;
  for (const JournalMode journal : {JournalMode::wal, JournalMode::rollback}) {
    auto connection = open_connection(with(migrated(folder, JournalMode::wal), journal), Access::write);
    ASSERT_TRUE(connection) << connection.error().message();
    const auto pragma = [&](const char* name) {
      return connection->execAndGet(std::string("PRAGMA ") + name).getInt();
    };
    EXPECT_EQ(pragma("synchronous"), journal == JournalMode::wal ? 2 : 3);
    EXPECT_EQ(pragma("temp_store"), 2);
    EXPECT_EQ(pragma("trusted_schema"), 0);
    EXPECT_EQ(pragma("foreign_keys"), 1);
    EXPECT_EQ(pragma("cell_size_check"), 1);
    int defensive = 0;
    sqlite3_db_config(connection->getHandle(), SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
    EXPECT_EQ(defensive, 1);
    EXPECT_THROW(connection->exec("SELECT load_extension('x')"), SQLite::Exception);
    EXPECT_THROW(connection->exec("ATTACH ':memory:' AS other"), SQLite::Exception);
  }
}

TEST(Connection, AReadingOneCannotWrite) {
  const TestFolder folder;
  auto connection = open_connection(migrated(folder), Access::read);
  EXPECT_THROW(connection->exec("DELETE FROM item"), SQLite::Exception);
}

TEST(Connection, APathIsNeverAnAddressWithOptions) {
  EXPECT_EQ(plain_path("file:x?mode=memory"), "./file:x?mode=memory");
  EXPECT_EQ(plain_path(":memory:"), "./:memory:");
  EXPECT_EQ(plain_path("/db/db.sqlite3"), "/db/db.sqlite3");
}

}  // namespace
}  // namespace todo
