#include <gmock/gmock.h>

#include "base/file.h"
#include "todo/store/backup.h"
#include "todo/store/connection.h"
#include "todo/store/test_folder.h"

namespace todo {
namespace {

using testing::HasSubstr;

struct Store {
  explicit Store(JournalMode journal = JournalMode::wal) : options(migrated(folder, journal)) {
    add("first");
  }
  void add(const std::string& title) const {
    Writer writer = *Writer::open(options);
    writer.start();
    ASSERT_TRUE(make_change(writer, AddItem{title}));
  }
  std::string newest() const {
    return Reader::open(options)->list(Filter::all, std::nullopt, 1)->items.at(0).title;
  }
  std::string error_of_restore(const std::string& source) const {
    const auto kept = restore(options, source);
    return kept ? "" : kept.error().message();
  }

  TestFolder folder;
  DatabaseOptions options;
};

constexpr JournalMode both[] = {JournalMode::wal, JournalMode::rollback};

TEST(Restore, BringsTheCopyBackAndKeepsThePresentOne) {
  for (const JournalMode journal : both) {
    const Store store(journal);
    const std::string copy = store.folder.file("copy");
    ASSERT_TRUE(back_up(store.options, copy));
    store.add("second");
    const auto kept = restore(store.options, copy);
    ASSERT_TRUE(kept) << kept.error().message();
    ASSERT_TRUE(migrate(store.options));
    EXPECT_EQ(store.newest(), "first");
    EXPECT_EQ(*kept, store.options.path + ".replaced");
    EXPECT_EQ(Reader::open({*kept, JournalMode::rollback})->counts()->active, 2);
    EXPECT_FALSE(std::filesystem::exists(store.options.path + ".restoring"));
  }
}

TEST(Restore, IntoAnEmptyFolderKeepsNothing) {
  const Store store;
  const std::string copy = store.folder.file("copy");
  ASSERT_TRUE(back_up(store.options, copy));
  const TestFolder empty;
  const DatabaseOptions there{empty.file("db"), JournalMode::wal};
  const auto kept = restore(there, copy);
  ASSERT_TRUE(kept) << kept.error().message();
  EXPECT_EQ(*kept, "");
  ASSERT_TRUE(migrate(there));
  EXPECT_EQ(Reader::open(there)->counts()->active, 1);
}

TEST(Restore, IsRefusedWhileTheAppRunsEvenWhenItIsIdle) {
  for (const JournalMode journal : both) {
    const Store store(journal);
    const std::string copy = store.folder.file("copy");
    ASSERT_TRUE(back_up(store.options, copy));
    Writer idle = *Writer::open(store.options);
    EXPECT_THAT(store.error_of_restore(copy), HasSubstr("in use: stop the app first"));
    idle.stop();
    EXPECT_EQ(store.error_of_restore(copy), "");
  }
}

TEST(Restore, IsRefusedWhileAnotherProgramHasTheFile) {
  const Store store;
  const std::string copy = store.folder.file("copy");
  ASSERT_TRUE(back_up(store.options, copy));
  const auto other = open_connection(store.options, Access::read);
  EXPECT_THAT(store.error_of_restore(copy), HasSubstr("in use by another program"));
}

TEST(Restore, StaleJournalsNeverReachTheRestoredDatabase) {
  for (const JournalMode journal : both) {
    const Store store(journal);
    const std::string copy = store.folder.file("copy");
    ASSERT_TRUE(back_up(store.options, copy));
    ASSERT_TRUE(taut::replace_file(store.options.path, "damaged", 0600));
    for (const char* suffix : {"-wal", "-journal"}) {
      ASSERT_TRUE(taut::replace_file(store.options.path + suffix, std::string(9000, 'j'), 0600));
    }
    const auto kept = restore(store.options, copy);
    ASSERT_TRUE(kept) << kept.error().message();
    for (const char* suffix : {"-wal", "-journal"}) {
      EXPECT_FALSE(std::filesystem::exists(store.options.path + suffix));
    }
    EXPECT_EQ(*taut::read_file(*kept), "damaged");
    ASSERT_TRUE(migrate(store.options));
    EXPECT_EQ(store.newest(), "first");
  }
}

TEST(Restore, WhatIsNotASoundCopyOfOursIsRefusedAndChangesNothing) {
  const Store store;
  const std::string bad = store.folder.file("bad");
  const auto refuses = [&](const std::string& sql, const std::string& why) {
    std::filesystem::remove(bad);
    ASSERT_TRUE(back_up(store.options, bad));
    SQLite::Database(bad, SQLite::OPEN_READWRITE).exec(sql);
    EXPECT_THAT(store.error_of_restore(bad), HasSubstr(why)) << sql;
    EXPECT_EQ(store.newest(), "first");
  };
  refuses("PRAGMA application_id = 7", "belongs to another application");
  refuses("UPDATE migrations SET sha256 = 'x'", "checksum differs");
  refuses("INSERT INTO migrations VALUES (9999, '9999_x.sql', '', 0)", "is missing from its table");
  refuses("CREATE TRIGGER t AFTER INSERT ON item BEGIN DELETE FROM item; END", "trigger t is not expected");
  refuses("DROP INDEX item_by_done", "index item_by_done is missing");
  refuses("ALTER TABLE item ADD COLUMN x TEXT", "table item differs");
  ASSERT_TRUE(taut::replace_file(bad, "no database at all", 0600));
  EXPECT_THAT(store.error_of_restore(bad), HasSubstr("not an SQLite database"));
  ASSERT_TRUE(taut::replace_file(bad, "", 0600));
  EXPECT_THAT(store.error_of_restore(bad), HasSubstr("empty database"));
  EXPECT_THAT(store.error_of_restore(store.options.path), HasSubstr("the database itself"));
  EXPECT_THAT(store.error_of_restore(store.folder.file("none")), HasSubstr("No such file"));
  EXPECT_EQ(store.newest(), "first");
}

TEST(Restore, ALiveDatabaseWithItsWalIsNotTakenForACopy) {
  const Store store;
  const TestFolder other;
  const DatabaseOptions live = migrated(other);
  Writer writer = *Writer::open(live);
  writer.start();
  ASSERT_TRUE(make_change(writer, AddItem{"x"}));
  EXPECT_THAT(store.error_of_restore(live.path), HasSubstr("not complete by itself"));
}

TEST(Restore, TheSecondKeptOneGetsItsOwnName) {
  const Store store;
  const std::string copy = store.folder.file("copy");
  ASSERT_TRUE(back_up(store.options, copy));
  ASSERT_TRUE(restore(store.options, copy));
  EXPECT_EQ(*restore(store.options, copy), store.options.path + ".replaced-2");
}

}  // namespace
}  // namespace todo
