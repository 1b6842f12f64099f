// What bench/todo compares with, measured in the same run on the same machine:
//   todo_bench constant PORT BYTES   our server with a handler that answers BYTES from memory; for wrk
//   todo_bench sqlite FOLDER         SQLite alone: durable adds and list reads, one thread, no server,
//   operations a second
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

#include "base/text.h"
#include "todo/http/server.h"
#include "todo/store/migrate.h"
#include "todo/store/store.h"

namespace {

class ConstantAnswer : public todo::http::Handler {
 public:
  explicit ConstantAnswer(std::size_t bytes) { answer_.body.assign(bytes, 'x'); }
  std::optional<todo::http::Response> handle(const todo::http::Request&, Later) override { return answer_; }
  todo::http::Response refusal(int status, std::string_view, std::string_view, const std::string&) override {
    todo::http::Response response;
    response.status = status;
    return response;
  }

 private:
  todo::http::Response answer_;
};

int serve_constant(std::uint16_t port, std::size_t bytes) {
  todo::Metrics metrics;
  todo::http::ServerOptions options;
  options.address = {"127.0.0.1", port};
  options.allowed_hosts = {"127.0.0.1"};
  auto server = todo::http::Server::open(options, metrics);
  if (!server) {
    std::fprintf(stderr, "todo_bench: %s\n", server.error().message().c_str());
    return 1;
  }
  ConstantAnswer first(bytes);
  ConstantAnswer second(bytes);
  server->run({&first, &second}, [] {});
  return 0;
}

double per_second(const std::function<void()>& once) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::seconds(2);
  const auto start = Clock::now();
  long count = 0;
  for (; Clock::now() < end; ++count) once();
  return static_cast<double>(count) / std::chrono::duration<double>(Clock::now() - start).count();
}

void step_to_end(sqlite3_stmt* statement) {
  while (sqlite3_step(statement) == SQLITE_ROW) {
    for (int column = 0; column < sqlite3_column_count(statement); ++column)
      sqlite3_column_text(statement, column);
  }
  sqlite3_reset(statement);
}

int measure_sqlite(const std::string& folder) {
  const todo::DatabaseOptions options{folder + "/bench.sqlite3", todo::JournalMode::wal};
  if (const auto migrated = todo::migrate(options); !migrated) {
    std::fprintf(stderr, "todo_bench: %s\n", migrated.error().message().c_str());
    return 1;
  }
  sqlite3* connection = nullptr;
  sqlite3_open(options.path.c_str(), &connection);
  sqlite3_exec(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL", nullptr, nullptr, nullptr);
  sqlite3_stmt* add = nullptr;
  sqlite3_stmt* list = nullptr;
  sqlite3_prepare_v2(connection,
                     "INSERT INTO item (title, done, created_at, updated_at) VALUES ('bench', 0, 1, 1)", -1,
                     &add, nullptr);
  sqlite3_prepare_v2(connection,
                     "SELECT id, title, done, created_at, updated_at FROM item ORDER BY id DESC LIMIT 20", -1,
                     &list, nullptr);
  for (int i = 0; i < 20; ++i) step_to_end(add);
  const double reads = per_second([&] { step_to_end(list); });
  const double adds = per_second([&] { step_to_end(add); });
  std::printf("{\"list_reads\": %.0f, \"durable_adds\": %.0f}\n", reads, adds);
  sqlite3_finalize(add);
  sqlite3_finalize(list);
  sqlite3_close(connection);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string mode = count > 1 ? arguments[1] : "";
  if (mode == "constant" && count == 4) {
    const auto port = taut::parse_decimal(arguments[2]);
    const auto bytes = taut::parse_decimal(arguments[3]);
    if (port && bytes)
      return serve_constant(static_cast<std::uint16_t>(*port), static_cast<std::size_t>(*bytes));
  }
  if (mode == "sqlite" && count == 3) return measure_sqlite(arguments[2]);
  std::fprintf(stderr, "usage: todo_bench constant PORT BYTES | todo_bench sqlite FOLDER\n");
  return 2;
}
