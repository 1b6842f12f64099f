// What the store's tests share: a folder that goes away, a migrated database in it, and waiting for one
// change.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <string>
#include <utility>

#include "todo/store/migrate.h"
#include "todo/store/store.h"

namespace todo {

class TestFolder {
 public:
  explicit TestFolder(const std::string& parent = std::filesystem::temp_directory_path().string()) {
    std::string pattern = parent + "/store_test.XXXXXX";
    path_ = ::mkdtemp(pattern.data());
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline DatabaseOptions migrated(const TestFolder& folder, JournalMode journal = JournalMode::wal) {
  DatabaseOptions options{folder.file("db.sqlite3"), journal};
  const auto report = migrate(options);
  EXPECT_TRUE(report) << report.error().message();
  return options;
}

/// Submits one change and waits for its answer.
inline ChangeResult make_change(Writer& writer, Change change) {
  std::promise<ChangeResult> answer;
  auto future = answer.get_future();
  writer.submit(std::move(change), [&answer](ChangeResult result) { answer.set_value(std::move(result)); });
  if (future.wait_for(std::chrono::seconds(30)) != std::future_status::ready) std::abort();
  return future.get();
}

}  // namespace todo
