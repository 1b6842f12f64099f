#include <gtest/gtest.h>

#include "todo/store/test_folder.h"

namespace todo {
namespace {

struct Store {
  explicit Store(JournalMode journal = JournalMode::wal)
      : options(migrated(folder, journal)), writer(*Writer::open(options)), reader(*Reader::open(options)) {
    writer.start();
  }
  Item add(const std::string& title) { return *make_change(writer, AddItem{title})->item; }

  TestFolder folder;
  DatabaseOptions options;
  Writer writer;
  Reader reader;
};

TEST(Reader, ListsTheNewestFirst) {
  Store store;
  store.add("a");
  store.add("b");
  const auto page = store.reader.list(Filter::all, std::nullopt, 10);
  ASSERT_EQ(page->items.size(), 2U);
  EXPECT_EQ(page->items[0].title, "b");
  EXPECT_FALSE(page->next_cursor);
}

TEST(Reader, PagesCoverTheListOnceAndTheLastOneHasNoCursor) {
  Store store;
  for (int number = 0; number < 6; ++number) store.add(std::to_string(number));
  std::string seen;
  std::optional<std::int64_t> cursor;
  int pages = 0;
  do {
    const auto page = store.reader.list(Filter::all, cursor, 2);
    for (const Item& item : page->items) seen += item.title;
    cursor = page->next_cursor;
    ++pages;
  } while (cursor);
  EXPECT_EQ(seen, "543210");
  EXPECT_EQ(pages, 3);
}

TEST(Reader, FiltersByState) {
  Store store;
  const Item done = store.add("done");
  store.add("active");
  ASSERT_TRUE(make_change(store.writer, UpdateItem{done.id, std::nullopt, true}));
  EXPECT_EQ(store.reader.list(Filter::done, std::nullopt, 10)->items.at(0).title, "done");
  EXPECT_EQ(store.reader.list(Filter::active, std::nullopt, 10)->items.at(0).title, "active");
  EXPECT_EQ(store.reader.list(Filter::all, std::nullopt, 10)->items.size(), 2U);
}

TEST(Reader, CountsFollowEachChange) {
  Store store;
  const Item first = store.add("a");
  store.add("b");
  EXPECT_EQ(store.reader.counts()->active, 2);
  ASSERT_TRUE(make_change(store.writer, UpdateItem{first.id, std::nullopt, true}));
  EXPECT_EQ(store.reader.counts()->active, 1);
  EXPECT_EQ(store.reader.counts()->done, 1);
  ASSERT_TRUE(make_change(store.writer, ClearDone{}));
  EXPECT_EQ(store.reader.counts()->done, 0);
}

TEST(Reader, FindsAnItemOrNothing) {
  Store store;
  const Item item = store.add("a");
  EXPECT_EQ(store.reader.find(item.id).value()->title, "a");
  EXPECT_FALSE(store.reader.find(item.id + 1).value());
}

TEST(Reader, TheVersionChangesWithACommitAndOnlyThen) {
  for (const JournalMode journal : {JournalMode::wal, JournalMode::rollback}) {
    Store store(journal);
    const auto before = store.reader.version();
    EXPECT_EQ(*store.reader.version(), *before);
    store.add("a");
    EXPECT_NE(*store.reader.version(), *before);
  }
}

TEST(Reader, SeesWhatAnotherProcessLikeConnectionCommits) {
  Store store;
  Writer other = *Writer::open(store.options);
  other.start();
  ASSERT_TRUE(make_change(other, AddItem{"theirs"}));
  EXPECT_EQ(store.reader.list(Filter::all, std::nullopt, 1)->items.at(0).title, "theirs");
}

TEST(Reader, RefusesADatabaseThatIsNotThere) {
  const TestFolder folder;
  const auto reader = Reader::open(DatabaseOptions{folder.file("none"), JournalMode::wal});
  ASSERT_FALSE(reader);
  EXPECT_FALSE(std::filesystem::exists(folder.file("none")));
}

}  // namespace
}  // namespace todo
