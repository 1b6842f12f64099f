#include <gmock/gmock.h>
#include <sys/wait.h>

#include <algorithm>

#include "base/file.h"
#include "todo/store/connection.h"
#include "todo/store/migrate_with.h"
#include "todo/store/test_folder.h"

namespace todo {
namespace {

using testing::HasSubstr;

std::vector<MigrationFile> files(std::vector<std::pair<std::string, std::string>> content) {
  auto ordered = order_migrations(std::move(content));
  EXPECT_TRUE(ordered) << ordered.error().message();
  return *ordered;
}

const std::pair<std::string, std::string> first_file = {"0001_initial.sql",
                                                        "CREATE TABLE a (x INTEGER) STRICT;"};
const std::pair<std::string, std::string> second_file = {"0002_more.sql",
                                                         "ALTER TABLE a ADD COLUMN y INTEGER;"};
const std::pair<std::string, std::string> third_file = {"0003_fails.sql",
                                                        "DELETE FROM a; INSERT INTO nowhere VALUES (1);"};

std::string error_of(const taut::Result<MigrationReport>& report) {
  return report ? "" : report.error().message();
}

std::int64_t query(const DatabaseOptions& options, const std::string& sql) {
  return open_connection(options, Access::inspect)->execAndGet(sql).getInt64();
}

void change(const DatabaseOptions& options, const std::string& sql) {
  open_connection(options, Access::write)->exec(sql);
}

TEST(Migrate, MakesANewDatabaseThatOnlyItsOwnerReadsWithoutACopy) {
  const TestFolder folder;
  const DatabaseOptions options{folder.file("db"), JournalMode::wal};
  const auto report = migrate(options);
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->applied.front(), "0001_initial.sql");
  EXPECT_EQ(report->version, static_cast<int>(report->applied.size()));
  EXPECT_EQ(report->copy, "");
  EXPECT_EQ(std::filesystem::status(options.path).permissions(), std::filesystem::perms(0600));
}

TEST(Migrate, TheSecondTimeDoesNothing) {
  const TestFolder folder;
  const DatabaseOptions options = migrated(folder);
  const auto report = migrate(options);
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->applied.empty());
  EXPECT_GT(report->version, 0);
  EXPECT_TRUE(pending_migrations(options)->empty());
}

TEST(Migrate, PendingMigrationsAreToldWithoutMakingTheFile) {
  const TestFolder folder;
  const auto pending = pending_migrations(DatabaseOptions{folder.file("db"), JournalMode::wal});
  ASSERT_TRUE(pending);
  EXPECT_EQ(pending->front(), "0001_initial.sql");
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Migrate, CopiesADatabaseWithContentBeforeItAppliesAnything) {
  for (const JournalMode journal : {JournalMode::wal, JournalMode::rollback}) {
    const TestFolder folder;
    const DatabaseOptions options{folder.file("db"), journal};
    ASSERT_TRUE(migrate_with(options, files({first_file})));
    change(options, "INSERT INTO a VALUES (41)");
    const auto report = migrate_with(options, files({first_file, second_file}));
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->applied, std::vector<std::string>{"0002_more.sql"});
    EXPECT_EQ(report->copy, options.path + ".before-0002");
    EXPECT_EQ(query(options, "SELECT x + ifnull(y, 1) FROM a"), 42);
    const DatabaseOptions copy{report->copy, JournalMode::rollback};
    EXPECT_EQ(query(copy, "SELECT x FROM a"), 41);
    EXPECT_EQ(query(copy, "SELECT max(number) FROM migrations"), 1);
  }
}

TEST(Migrate, ACopyNeverReplacesAnEarlierOne) {
  const TestFolder folder;
  const DatabaseOptions options{folder.file("db"), JournalMode::wal};
  ASSERT_TRUE(migrate_with(options, files({first_file})));
  ASSERT_TRUE(taut::replace_file(options.path + ".before-0002", "precious", 0600));
  EXPECT_EQ(migrate_with(options, files({first_file, second_file}))->copy, options.path + ".before-0002-2");
  EXPECT_EQ(*taut::read_file(options.path + ".before-0002"), "precious");
}

TEST(Migrate, AFailingMigrationChangesNothingAndLeavesNoCopyBehind) {
  const TestFolder folder;
  const DatabaseOptions options{folder.file("db"), JournalMode::wal};
  ASSERT_TRUE(migrate_with(options, files({first_file})));
  change(options, "INSERT INTO a VALUES (41)");
  EXPECT_THAT(error_of(migrate_with(options, files({first_file, second_file, third_file}))),
              HasSubstr("0003_fails.sql failed, nothing was changed"));
  EXPECT_EQ(query(options, "SELECT x FROM a"), 41);
  EXPECT_EQ(query(options, "SELECT max(number) FROM migrations"), 1);
  EXPECT_FALSE(std::filesystem::exists(options.path + ".before-0002"));
}

TEST(Migrate, AMigrationCannotEndTheTransactionThatItRunsIn) {
  for (const char* sql :
       {"COMMIT", "ROLLBACK", "SAVEPOINT x", "ATTACH 'x' AS y", "PRAGMA writable_schema = 1"}) {
    const TestFolder folder;
    const DatabaseOptions options{folder.file("db"), JournalMode::wal};
    EXPECT_THAT(error_of(migrate_with(options, files({{"0001_x.sql", sql}}))), HasSubstr("not authorized"))
        << sql;
  }
}

TEST(Migrate, ANewerDatabaseIsRefused) {
  const TestFolder folder;
  const DatabaseOptions options{folder.file("db"), JournalMode::wal};
  ASSERT_TRUE(migrate_with(options, files({first_file, second_file})));
  EXPECT_THAT(error_of(migrate_with(options, files({first_file}))),
              HasSubstr("made by a newer todo; this one knows 1"));
}

TEST(Migrate, AChangedMigrationIsRefused) {
  const TestFolder folder;
  const DatabaseOptions options{folder.file("db"), JournalMode::wal};
  ASSERT_TRUE(migrate_with(options, files({first_file})));
  EXPECT_THAT(
      error_of(migrate_with(options, files({{first_file.first, first_file.second + " "}, second_file}))),
      HasSubstr("checksum differs"));
  EXPECT_THAT(error_of(migrate_with(options, files({{"0001_other.sql", first_file.second}}))),
              HasSubstr("was 0001_initial.sql, here it is 0001_other.sql"));
}

TEST(Migrate, AMigrationMissingFromTheTableIsRefused) {
  const TestFolder folder;
  const DatabaseOptions options{folder.file("db"), JournalMode::wal};
  ASSERT_TRUE(migrate_with(options, files({first_file, second_file})));
  change(options, "DELETE FROM migrations WHERE number = 1");
  EXPECT_THAT(error_of(migrate_with(options, files({first_file, second_file}))),
              HasSubstr("migration 1 is missing"));
}

TEST(Migrate, NumbersHaveNoGapsAndNamesHaveOneForm) {
  EXPECT_THAT(order_migrations({first_file, third_file}).error().what, HasSubstr("the number should be 2"));
  EXPECT_THAT(order_migrations({first_file, {"0001_twice.sql", ""}}).error().what,
              HasSubstr("the number should be 2"));
  for (const char* name :
       {"1_x.sql", "0001-x.sql", "0001_X.sql", "0000_x.sql", "0001_.sql", "0001_a b.sql"}) {
    EXPECT_FALSE(order_migrations({{name, ""}})) << name;
  }
}

TEST(Migrate, AnotherApplicationsDatabaseIsLeftAlone) {
  for (const char* sql :
       {"PRAGMA application_id = 7; CREATE TABLE t (x)", "CREATE TABLE t (x)", "PRAGMA application_id = 7"}) {
    const TestFolder folder;
    const DatabaseOptions options{folder.file("db"), JournalMode::rollback};
    ASSERT_TRUE(taut::replace_file(options.path, "", 0600));
    change(options, sql);
    const auto before = taut::read_file(options.path);
    EXPECT_THAT(error_of(migrate(options)), HasSubstr("belongs to another application")) << sql;
    EXPECT_EQ(*taut::read_file(options.path), *before);
  }
}

TEST(Migrate, AFileThatIsNoDatabaseIsLeftAlone) {
  const TestFolder folder;
  const DatabaseOptions options{folder.file("db"), JournalMode::wal};
  ASSERT_TRUE(taut::replace_file(options.path, std::string(5000, 'x'), 0600));
  EXPECT_THAT(error_of(migrate(options)), HasSubstr("not an SQLite database; move it away"));
  EXPECT_EQ(*taut::read_file(options.path), std::string(5000, 'x'));
}

TEST(Migrate, ADamagedDatabaseIsNotBuiltUpon) {
  const TestFolder folder;
  const DatabaseOptions options{folder.file("db"), JournalMode::rollback};
  ASSERT_TRUE(migrate_with(options, files({first_file})));
  change(options,
         "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) INSERT INTO a "
         "SELECT i FROM n");
  std::string bytes = *taut::read_file(options.path);
  ASSERT_GT(bytes.size(), 8U * 4096);
  std::fill(bytes.begin() + 5 * 4096, bytes.begin() + 6 * 4096, '\xAA');
  ASSERT_TRUE(taut::replace_file(options.path, bytes, 0600));
  EXPECT_THAT(error_of(migrate_with(options, files({first_file, second_file}))), HasSubstr("damaged"));
  EXPECT_EQ(*taut::read_file(options.path), bytes);
}

TEST(Migrate, AMissingFolderIsNamed) {
  const TestFolder folder;
  const auto report = migrate(DatabaseOptions{folder.file("none/db"), JournalMode::wal});
  EXPECT_THAT(error_of(report), HasSubstr("create the folder first"));
}

TEST(Migrate, ProcessesThatMigrateAtOnceApplyEachFileOnce) {
  for (const JournalMode journal : {JournalMode::wal, JournalMode::rollback}) {
    const TestFolder folder;
    const DatabaseOptions options{folder.file("db"), journal};
    std::vector<pid_t> children;
    for (int number = 0; number < 4; ++number) {
      const pid_t child = ::fork();
      if (child == 0) {
        const auto report = migrate_with(options, files({first_file, second_file}));
        if (!report) std::fprintf(stderr, "%s\n", report.error().message().c_str());
        ::_exit(!report ? 1 : report->applied.empty() ? 2 : 3);
      }
      children.push_back(child);
    }
    std::vector<int> codes;
    for (const pid_t child : children) {
      int status = 0;
      ::waitpid(child, &status, 0);
      codes.push_back(WEXITSTATUS(status));
    }
    EXPECT_THAT(codes, testing::UnorderedElementsAre(3, 2, 2, 2));
    EXPECT_EQ(query(options, "SELECT count(*) FROM migrations"), 2);
  }
}

}  // namespace
}  // namespace todo
