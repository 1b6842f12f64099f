#include <gtest/gtest.h>

#include <atomic>

#include "todo/store/connection.h"
#include "todo/store/test_folder.h"

namespace todo {
namespace {

struct Store {
  explicit Store(JournalMode journal = JournalMode::wal)
      : options(migrated(folder, journal)), writer(*Writer::open(options)) {}

  TestFolder folder;
  DatabaseOptions options;
  Writer writer;
};

TEST(Writer, AnAddedItemComesBackWithItsIdAndTimes) {
  Store store;
  store.writer.start();
  const auto outcome = make_change(store.writer, AddItem{"buy milk"});
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->affected, 1);
  EXPECT_EQ(outcome->item->title, "buy milk");
  EXPECT_FALSE(outcome->item->done);
  EXPECT_GT(outcome->item->created_at, 1'500'000'000'000);
  EXPECT_EQ(outcome->item->created_at, outcome->item->updated_at);
}

TEST(Writer, AnUpdateChangesOnlyWhatItNames) {
  Store store;
  store.writer.start();
  const Item item = *make_change(store.writer, AddItem{"a"})->item;
  const Item renamed = *make_change(store.writer, UpdateItem{item.id, "b", std::nullopt})->item;
  EXPECT_EQ(renamed.title, "b");
  EXPECT_FALSE(renamed.done);
  const Item done = *make_change(store.writer, UpdateItem{item.id, std::nullopt, true})->item;
  EXPECT_EQ(done.title, "b");
  EXPECT_TRUE(done.done);
}

TEST(Writer, AnIdThatIsNotThereIsAnAnswerNotAnError) {
  Store store;
  store.writer.start();
  for (const Change& change : {Change(UpdateItem{7, "x", true}), Change(DeleteItem{7})}) {
    const auto outcome = make_change(store.writer, change);
    ASSERT_TRUE(outcome);
    EXPECT_FALSE(outcome->item);
    EXPECT_EQ(outcome->affected, 0);
  }
}

TEST(Writer, ADeletedItemComesBackAsItWas) {
  Store store;
  store.writer.start();
  const Item item = *make_change(store.writer, AddItem{"a"})->item;
  EXPECT_EQ(make_change(store.writer, DeleteItem{item.id})->item->title, "a");
  EXPECT_FALSE(make_change(store.writer, DeleteItem{item.id})->item);
}

TEST(Writer, AnIdIsNeverUsedTwice) {
  Store store;
  store.writer.start();
  const Item first = *make_change(store.writer, AddItem{"a"})->item;
  ASSERT_TRUE(make_change(store.writer, DeleteItem{first.id}));
  EXPECT_GT(make_change(store.writer, AddItem{"b"})->item->id, first.id);
}

TEST(Writer, ClearingTellsHowManyWereDone) {
  Store store;
  store.writer.start();
  for (int number = 0; number < 3; ++number) {
    const Item item = *make_change(store.writer, AddItem{"x"})->item;
    if (number < 2) {
      ASSERT_TRUE(make_change(store.writer, UpdateItem{item.id, std::nullopt, true}));
    }
  }
  EXPECT_EQ(make_change(store.writer, ClearDone{})->affected, 2);
}

TEST(Writer, AChangeThatFailsDoesNotTakeTheOthersOfItsCommitDown) {
  Store store;
  std::atomic<int> stored = 0;
  std::atomic<int> refused = 0;
  const auto note = [&](const ChangeResult& result) { ++(result ? stored : refused); };
  // Submitted before the start, so that all share one commit. The title is over SQLITE_LIMIT_LENGTH.
  store.writer.submit(AddItem{"a"}, note);
  store.writer.submit(AddItem{std::string((16 << 20) + 1, 'x')}, note);
  store.writer.submit(AddItem{"b"}, note);
  store.writer.start();
  store.writer.stop();
  EXPECT_EQ(stored, 2);
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(Reader::open(store.options)->counts()->active, 2);
}

TEST(Writer, StopCommitsWhatWasSubmitted) {
  Store store;
  std::atomic<int> stored = 0;
  for (int number = 0; number < 1000; ++number) {
    store.writer.submit(AddItem{"x"}, [&](const ChangeResult& result) { stored += result ? 1 : 0; });
    if (number == 500) store.writer.start();
  }
  store.writer.stop();
  EXPECT_EQ(stored, 1000);
  EXPECT_EQ(Reader::open(store.options)->counts()->active, 1000);
}

TEST(Writer, AfterStopAChangeIsRefusedAtOnce) {
  Store store;
  store.writer.start();
  store.writer.stop();
  const auto outcome = make_change(store.writer, AddItem{"late"});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().problem, StoreProblem::stopping);
}

TEST(Writer, BeyondTheQueueAChangeIsRefusedAtOnce) {
  Store store;
  int stored = 0;
  int refused = 0;
  const auto note = [&](const ChangeResult& result) { ++(result ? stored : refused); };
  for (std::size_t number = 0; number <= longest_queue; ++number) store.writer.submit(AddItem{"x"}, note);
  EXPECT_EQ(refused, 1);
  store.writer.stop();
  EXPECT_EQ(stored, static_cast<int>(longest_queue));
}

TEST(Writer, WhatGoesIntoAFileThatWasMovedAwayIsNeverAcknowledged) {
  for (const JournalMode journal : {JournalMode::wal, JournalMode::rollback}) {
    Store store(journal);
    store.writer.start();
    Reader reader = *Reader::open(store.options);
    ASSERT_TRUE(make_change(store.writer, AddItem{"a"}));
    EXPECT_TRUE(reader.verify());
    std::filesystem::rename(store.options.path, store.options.path + ".away");
    EXPECT_FALSE(make_change(store.writer, AddItem{"b"}));
    EXPECT_FALSE(reader.verify());
    std::filesystem::rename(store.options.path + ".away", store.options.path);
    EXPECT_TRUE(make_change(store.writer, AddItem{"c"}));
    EXPECT_TRUE(reader.verify());
    EXPECT_EQ(reader.counts()->active, 2);
  }
}

TEST(Writer, StopDoesNotWaitForALockThatAnotherProgramHolds) {
  Store store;
  auto other = open_connection(store.options, Access::write);
  other->exec("BEGIN IMMEDIATE");
  store.writer.start();
  const auto begun = std::chrono::steady_clock::now();
  bool refused = false;
  store.writer.submit(AddItem{"late"}, [&](const ChangeResult& result) { refused = !result; });
  store.writer.stop();
  EXPECT_TRUE(refused);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(busy_timeout_ms / 2));
}

}  // namespace
}  // namespace todo
