#include <sqlite3.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "base/clock.h"
#include "base/fd.h"
#include "todo/store/changes.h"
#include "todo/store/connection.h"
#include "todo/store/errors.h"
#include "todo/store/hold.h"
#include "todo/store/store.h"

namespace todo {
namespace {

struct Request {
  Change change;
  std::function<void(ChangeResult)> done;
};

/// Whether the changes of a failed batch are worth trying one by one: then the trouble may be one change
/// alone, or the disk may have room for some. Not when file, disk or lock are the trouble: each would wait
/// and fail the same.
bool may_be_one_change(const SQLite::Exception& exception) {
  switch (exception.getErrorCode() & 0xff) {
    case SQLITE_FULL:
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
    case SQLITE_RANGE:
    case SQLITE_ERROR:
    case SQLITE_NOMEM:
      return true;
    default:
      return false;
  }
}

}  // namespace

struct Writer::State {
  State(DatabaseOptions how, taut::UniqueFd held, std::unique_ptr<ChangeStatements> opened)
      : options(std::move(how)), hold(std::move(held)) {
    adopt(std::move(opened));
  }
  ~State() { stop(); }

  void submit(Request request);
  void stop();
  void serve();
  std::vector<Request> take(std::unique_lock<std::mutex>& lock);
  void commit(std::vector<Request>& batch);
  std::vector<ChangeResult> attempt(const std::vector<Request>& batch, std::size_t from, std::size_t size);
  tl::expected<void, StoreError> ensure_open();
  void adopt(std::unique_ptr<ChangeStatements> opened);
  static int wait_for_lock(void* state, int attempt);

  DatabaseOptions options;
  taut::UniqueFd hold;  // keeps `restore` away
  std::unique_ptr<ChangeStatements>
      statements;  // used by one thread at a time; empty after trouble with the file
  std::thread thread;
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<Request> queue;
  bool stopping = false;  // under the mutex
  std::atomic<std::uint64_t> commits{0};
  std::atomic<bool> hurry{false};  // the same, for SQLite's call back
};

void Writer::State::submit(Request request) {
  StoreError refused{StoreProblem::stopping, "the writer has stopped"};
  {
    const std::lock_guard lock(mutex);
    if (!stopping && queue.size() < longest_queue) {
      queue.push_back(std::move(request));
      wake.notify_one();
      return;
    }
    if (!stopping) refused = StoreError{StoreProblem::busy, "the writer's queue is full"};
  }
  request.done(tl::unexpected(std::move(refused)));
}

std::vector<Request> Writer::State::take(std::unique_lock<std::mutex>& lock) {
  wake.wait(lock, [this] { return stopping || !queue.empty(); });
  std::vector<Request> batch;
  while (!queue.empty() && batch.size() < largest_batch) {
    batch.push_back(std::move(queue.front()));
    queue.pop_front();
  }
  return batch;
}

void Writer::State::serve() {
  for (;;) {
    std::unique_lock lock(mutex);
    std::vector<Request> batch = take(lock);
    lock.unlock();
    if (batch.empty()) return;  // stopping, and nothing is left
    commit(batch);
  }
}

void Writer::State::adopt(std::unique_ptr<ChangeStatements> opened) {
  statements = std::move(opened);
  sqlite3_busy_handler(statements->handle(), wait_for_lock, this);
}

/// Called while another process holds the lock. At the end of the program nobody waits for the answer any
/// more.
int Writer::State::wait_for_lock(void* state, int attempt) {
  constexpr int pause_ms = 10;
  const int patience_ms = static_cast<State*>(state)->hurry ? 50 : busy_timeout_ms;
  if (attempt * pause_ms >= patience_ms) return 0;
  sqlite3_sleep(pause_ms);
  return 1;
}

/// A connection that saw an I/O error may keep half a state; a new one reads the file as it is.
tl::expected<void, StoreError> Writer::State::ensure_open() {
  if (statements) return {};
  auto database = open_connection(options, Access::write);
  if (!database) return tl::unexpected(StoreError{StoreProblem::broken, database.error().message()});
  try {
    adopt(std::make_unique<ChangeStatements>(std::move(*database)));
    return {};
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected(StoreError{StoreProblem::broken, exception.what()});
  }
}

/// One transaction for all; when it fails and one change may be the reason, one transaction for each.
void Writer::State::commit(std::vector<Request>& batch) {
  std::vector<ChangeResult> results = attempt(batch, 0, batch.size());
  if (results.empty()) {
    for (std::size_t at = 0; at < batch.size(); ++at) {
      results.push_back(std::move(attempt(batch, at, 1).front()));
    }
  }
  for (std::size_t at = 0; at < batch.size(); ++at) batch[at].done(std::move(results[at]));
}

/// The results of `size` changes in one transaction, or nothing when they should be tried one by one.
std::vector<ChangeResult> Writer::State::attempt(const std::vector<Request>& batch, std::size_t from,
                                                 std::size_t size) {
  std::vector<ChangeResult> results;
  if (auto opened = ensure_open(); !opened) {
    results.assign(size, tl::unexpected(opened.error()));
    return results;
  }
  // Before the change, as the journal of a file that has moved would lie beside its successor; and after it,
  // as what was committed to a file without a name is lost.
  if (const auto in_place = check_in_place(statements->handle()); !in_place) {
    results.assign(size, tl::unexpected(in_place.error()));
    return results;
  }
  try {
    const std::int64_t now = taut::unix_milliseconds();
    statements->begin();
    for (std::size_t at = from; at < from + size; ++at)
      results.emplace_back(statements->apply(batch[at].change, now));
    statements->commit();
    commits.fetch_add(1, std::memory_order_release);
    if (const auto in_place = check_in_place(statements->handle()); !in_place) {
      results.assign(size, tl::unexpected(in_place.error()));
    }
  } catch (const SQLite::Exception& exception) {
    const StoreError error = store_error(statements->handle(), exception, "commit");
    statements->roll_back();
    results.clear();
    if (size > 1 && may_be_one_change(exception)) return results;
    if (error.problem == StoreProblem::broken && !may_be_one_change(exception)) statements.reset();
    results.assign(size, tl::unexpected(error));
  }
  return results;
}

void Writer::State::stop() {
  {
    const std::lock_guard lock(mutex);
    stopping = true;
  }
  hurry = true;
  wake.notify_one();
  if (thread.joinable()) {
    thread.join();
  } else {
    serve();  // never started: what was submitted is committed here
  }
  statements.reset();
  hold.reset();
}

Writer::Writer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;
Writer::~Writer() = default;

taut::Result<Writer> Writer::open(const DatabaseOptions& options) {
  auto database = open_connection(options, Access::write);
  if (!database) return taut::propagate(database);
  auto hold = hold_database(options.path, Hold::shared);
  if (!hold) return taut::propagate(hold);
  try {
    auto statements = std::make_unique<ChangeStatements>(std::move(*database));
    return Writer(std::make_unique<State>(options, std::move(*hold), std::move(statements)));
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected(explain(exception, 0, "prepare changes for", options.path));
  }
}

void Writer::start() {
  State* state = state_.get();
  state->thread = std::thread([state] { state->serve(); });
}

void Writer::submit(Change change, std::function<void(ChangeResult)> done) {
  state_->submit(Request{std::move(change), std::move(done)});
}

std::uint64_t Writer::commits() const {
  return state_->commits.load(std::memory_order_acquire);
}

void Writer::stop() {
  state_->stop();
}

}  // namespace todo
