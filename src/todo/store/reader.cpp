#include <SQLiteCpp/SQLiteCpp.h>

#include <limits>
#include <utility>

#include "todo/store/connection.h"
#include "todo/store/errors.h"
#include "todo/store/row.h"
#include "todo/store/store.h"

namespace todo {

struct Reader::State {
  explicit State(SQLite::Database opened)
      : database(std::move(opened)),
        list_all(database, "SELECT " ITEM_COLUMNS " FROM item WHERE id < ?1 ORDER BY id DESC LIMIT ?2"),
        list_by_done(database, "SELECT " ITEM_COLUMNS
                               " FROM item WHERE done = ?3 AND id < ?1 ORDER BY id DESC LIMIT ?2"),
        find(database, "SELECT " ITEM_COLUMNS " FROM item WHERE id = ?1"),
        // The first count reads no row, only how many entries each page of the smallest index has.
        counts(database, "SELECT (SELECT count(*) FROM item), (SELECT count(*) FROM item WHERE done = 1)"),
        version(database, "PRAGMA data_version") {}

  std::int64_t read_version() {
    Use use(version);
    return version.executeStep() ? version.getColumn(0).getInt64() : 0;
  }

  SQLite::Database database;
  SQLite::Statement list_all;
  SQLite::Statement list_by_done;
  SQLite::Statement find;
  SQLite::Statement counts;
  SQLite::Statement version;
  std::optional<std::pair<std::int64_t, Counts>> counted;  // at which version
};

Reader::Reader(std::unique_ptr<State> state) : state_(std::move(state)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

taut::Result<Reader> Reader::open(const DatabaseOptions& options) {
  auto database = open_connection(options, Access::read);
  if (!database) return taut::propagate(database);
  try {
    return Reader(std::make_unique<State>(std::move(*database)));
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected(explain(exception, 0, "prepare queries for", options.path));
  }
}

tl::expected<ItemPage, StoreError> Reader::list(Filter filter, std::optional<std::int64_t> before,
                                                int limit) try {
  SQLite::Statement& statement = filter == Filter::all ? state_->list_all : state_->list_by_done;
  Use use(statement);
  statement.bind(1, before.value_or(std::numeric_limits<std::int64_t>::max()));
  // One more than asked for tells whether there is a next page.
  statement.bind(2, std::int64_t{limit} + 1);
  if (filter != Filter::all) statement.bind(3, filter == Filter::done ? 1 : 0);
  ItemPage page;
  while (statement.executeStep()) {
    if (static_cast<std::int64_t>(page.items.size()) == limit) {
      page.next_cursor = page.items.empty() ? before : page.items.back().id;
      break;
    }
    page.items.push_back(read_item(statement));
  }
  return page;
} catch (const SQLite::Exception& exception) {
  return tl::unexpected(store_error(state_->database.getHandle(), exception, "list items"));
}

tl::expected<std::optional<Item>, StoreError> Reader::find(std::int64_t id) try {
  Use use(state_->find);
  state_->find.bind(1, id);
  if (!state_->find.executeStep()) return std::optional<Item>();
  return std::optional<Item>(read_item(state_->find));
} catch (const SQLite::Exception& exception) {
  return tl::unexpected(store_error(state_->database.getHandle(), exception, "find an item"));
}

tl::expected<Counts, StoreError> Reader::counts() try {
  // A commit between the two queries leaves newer counts under the older version: the next call counts again.
  const std::int64_t version = state_->read_version();
  if (state_->counted && state_->counted->first == version) return state_->counted->second;
  Use use(state_->counts);
  state_->counts.executeStep();
  Counts counts;
  counts.done = state_->counts.getColumn(1).getInt64();
  counts.active = state_->counts.getColumn(0).getInt64() - counts.done;
  state_->counted.emplace(version, counts);
  return counts;
} catch (const SQLite::Exception& exception) {
  return tl::unexpected(store_error(state_->database.getHandle(), exception, "count items"));
}

tl::expected<void, StoreError> Reader::verify() {
  if (const auto answered = version(); !answered) return tl::unexpected(answered.error());
  return check_in_place(state_->database.getHandle());
}

tl::expected<std::int64_t, StoreError> Reader::version() try {
  return state_->read_version();
} catch (const SQLite::Exception& exception) {
  return tl::unexpected(store_error(state_->database.getHandle(), exception, "read the version"));
}

}  // namespace todo
