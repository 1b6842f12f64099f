// The list in SQLite: reads on a connection of the calling thread, writes through one writer thread with
// group commit. Not here: migrations (migrate.h), opening rules and journal mode (database.h), copies
// (backup.h).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "todo/item.h"
#include "todo/store/database.h"

namespace todo {

struct ItemPage {
  std::vector<Item> items;                  // newest first
  std::optional<std::int64_t> next_cursor;  // pass as `before` to read on; nothing on the last page
};

struct Counts {
  std::int64_t active = 0;
  std::int64_t done = 0;
};

// What can be asked of the writer. Titles have been through accept_title.
struct AddItem {
  std::string title;
};
struct UpdateItem {
  std::int64_t id;
  std::optional<std::string> title;
  std::optional<bool> done;
};
struct DeleteItem {
  std::int64_t id;
};
struct ClearDone {};
using Change = std::variant<AddItem, UpdateItem, DeleteItem, ClearDone>;

struct ChangeOutcome {
  std::optional<Item>
      item;  // the item as it is now (as it was, for DeleteItem); nothing when there is no such id
  std::int64_t affected = 0;
};

enum class StoreProblem { full, read_only, busy, broken, stopping };
struct StoreError {
  StoreProblem problem;
  std::string detail;  // for the log only, never for a client
};
using ChangeResult = tl::expected<ChangeOutcome, StoreError>;

/// One read-only connection with its prepared statements. Not thread-safe: one for each thread.
class Reader {
 public:
  static taut::Result<Reader> open(const DatabaseOptions& options);
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  /// At most `limit` items with id < `before` (when given), newest first.
  tl::expected<ItemPage, StoreError> list(Filter filter, std::optional<std::int64_t> before, int limit);
  tl::expected<std::optional<Item>, StoreError> find(std::int64_t id);
  tl::expected<Counts, StoreError> counts();
  /// An error when the database does not answer, or when its file is no longer the one with its name.
  tl::expected<void, StoreError> verify();
  /// Changes whenever any connection, of this process or another, has committed (PRAGMA data_version).
  tl::expected<std::int64_t, StoreError> version();

 private:
  struct State;
  explicit Reader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

inline constexpr std::size_t longest_queue = 4096;  // beyond it a change is refused with StoreProblem::busy
inline constexpr std::size_t largest_batch = 256;   // changes in one commit

/// The one writer. Changes that arrive while a commit is under way share the next commit;
/// `done` is called on the writer's thread, after the commit that holds the change has reached the disk
/// (or with an error, in which case nothing of it is stored). A change that fails does not take down those
/// that share its commit. After an error the writer serves on: the next change tries again.
class Writer {
 public:
  /// Opens the connection on the calling thread; start() starts the thread (after the sandbox is closed).
  static taut::Result<Writer> open(const DatabaseOptions& options);
  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) noexcept;
  ~Writer();

  void start();
  /// Thread-safe. When the queue is full (busy) or stop() was called (stopping), `done` is called at once, on
  /// the calling thread; else on the writer's thread. `done` must not throw, nor block: the next commit waits
  /// for it.
  void submit(Change change, std::function<void(ChangeResult)> done);
  /// Thread-safe. How many commits there have been, counted before their changes are acknowledged: who reads
  /// it, then the list, and finds the same number later, has a list that this program has not changed since.
  std::uint64_t commits() const;
  /// Commits what has been submitted, ends the thread and closes the connection. May be called again.
  void stop();

 private:
  struct State;
  explicit Writer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace todo
