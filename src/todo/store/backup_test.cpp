#include "todo/store/backup.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "todo/store/test_folder.h"

namespace todo {
namespace {

struct Store {
  explicit Store(JournalMode journal = JournalMode::wal) : options(migrated(folder, journal)) {
    add("first");
  }
  void add(const std::string& title) const {
    Writer writer = *Writer::open(options);
    writer.start();
    ASSERT_TRUE(make_change(writer, AddItem{title}));
  }

  TestFolder folder;
  DatabaseOptions options;
};

constexpr JournalMode both[] = {JournalMode::wal, JournalMode::rollback};

TEST(Backup, ACopyHoldsWhatWasCommittedAndIsOneFile) {
  for (const JournalMode journal : both) {
    const Store store(journal);
    Writer writer = *Writer::open(store.options);  // in use meanwhile
    const std::string copy = store.folder.file("copy");
    const auto done = back_up(store.options, copy);
    ASSERT_TRUE(done) << done.error().message();
    EXPECT_EQ(Reader::open({copy, JournalMode::rollback})->counts()->active, 1);
    for (const char* suffix : {"-wal", "-shm", "-journal", ".part"})
      EXPECT_FALSE(std::filesystem::exists(copy + suffix));
  }
}

TEST(Backup, AnExistingFileIsNeverReplaced) {
  const Store store;
  const std::string target = store.folder.file("copy");
  ASSERT_TRUE(taut::replace_file(target, "precious", 0600));
  EXPECT_FALSE(back_up(store.options, target));
  EXPECT_EQ(*taut::read_file(target), "precious");
}

TEST(Backup, AMissingDatabaseIsAnErrorAndStaysMissing) {
  const TestFolder folder;
  EXPECT_FALSE(back_up({folder.file("db"), JournalMode::wal}, folder.file("copy")));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace todo
