#include "todo/serve/serve.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <memory>
#include <thread>

#include "base/file.h"
#include "linux/sandbox.h"
#include "todo/http/server.h"
#include "todo/ops/heartbeat.h"
#include "todo/ops/log.h"
#include "todo/store/migrate.h"
#include "todo/store/store.h"
#include "todo/web/app.h"

namespace todo {
namespace {

/// As PID 1 the kernel gives us no default actions and every orphan of the container: SIGTERM is waited for
/// by the server; ignoring SIGCHLD makes the kernel reap (wait(2), NOTES). A client that hangs up must not
/// kill us.
void prepare_signals() {
  std::signal(SIGCHLD, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
}

/// As many connections as the descriptors allow: the soft limit is raised to what we need, as far as the hard
/// one lets us.
std::size_t connections_within_limits() {
  constexpr rlim_t wanted = 2048;
  constexpr rlim_t reserved = 128;  // database files, listeners, event loops
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 256;
  limit.rlim_cur = std::max(limit.rlim_cur, std::min(limit.rlim_max, wanted));
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur > 2 * reserved ? std::min<std::size_t>(1024, limit.rlim_cur - reserved) : reserved;
}

void log_start(const Settings& settings, const JournalChoice& journal, const MigrationReport& migrations,
               unsigned threads) {
  log_event(LogLevel::info, "start",
            {{"database", settings.database_path},
             {"file_system", journal.file_system},
             {"journal_mode", journal.mode == JournalMode::wal ? "wal" : "delete"},
             {"journal_reason", journal.reason},
             {"schema_version", std::int64_t{migrations.version}},
             {"threads", std::int64_t{threads}},
             {"debug", settings.debug}});
  for (const auto& file : migrations.applied)
    log_event(LogLevel::info, "migration_applied", {{"file", file}});
  if (!migrations.copy.empty()) log_event(LogLevel::info, "database_copied", {{"copy", migrations.copy}});
  if (settings.secret_key_is_temporary) {
    log_event(LogLevel::warning, "temporary_secret_key",
              {{"detail", "DEBUG without SECRET_KEY: forms end with this run"}});
  }
}

void log_sandbox(const taut::kernel::SandboxReport& report) {
  for (const auto& line : report.lines) {
    const bool active = line.state == taut::kernel::MechanismState::active;
    log_event(active ? LogLevel::info : LogLevel::warning, "sandbox",
              {{"mechanism", line.mechanism},
               {"state", taut::kernel::name_of(line.state)},
               {"detail", line.detail}});
  }
}

std::vector<std::string> secret_keys_of(const Settings& settings) {
  if (!settings.secret_key_is_temporary) return settings.secret_keys;
  std::string key(48, '\0');
  randombytes_buf(key.data(), key.size());
  return {key};
}

}  // namespace

taut::Result<void> serve(const Settings& settings, Guest* guest) {
  prepare_signals();
  ::umask(077);
  if (sodium_init() < 0) return taut::failure("start libsodium");
  if (auto made = make_database_folder(settings.database_path); !made) return made;
  const auto journal = choose_journal_mode(settings.database_path);
  if (!journal) return taut::failure(journal.error().what, journal.error().error_code);
  auto heartbeat = Heartbeat::open(settings.heartbeat_path);
  if (!heartbeat) return taut::propagate(heartbeat);
  const taut::UniqueFd statm(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC));

  // From here on: no new privileges, and only the database folder and our port.
  auto sandbox = taut::kernel::confine_files_and_ports(
      {taut::parent_folder(settings.database_path), settings.bind.port});
  if (!sandbox) return taut::propagate(sandbox);

  const DatabaseOptions database{settings.database_path, journal->mode};
  const auto migrations = migrate(database);
  if (!migrations) return taut::failure(migrations.error().what, migrations.error().error_code);
  auto writer = Writer::open(database);
  if (!writer) return taut::propagate(writer);
  auto ticker = Reader::open(database);
  if (!ticker) return taut::propagate(ticker);

  Metrics metrics;
  const web::Csrf csrf(secret_keys_of(settings), settings.csrf_trusted_origins);
  const web::Shared shared{csrf, *writer, metrics, statm.get(), settings.debug, guest};
  http::ServerOptions options;
  options.address = settings.bind;
  options.threads = std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
  options.limits.most_connections = connections_within_limits();
  options.allowed_hosts = settings.allowed_hosts;
  options.trusted_proxies = settings.trusted_proxies;
  std::vector<std::unique_ptr<web::App>> apps;
  std::vector<http::Handler*> handlers;
  for (unsigned i = 0; i < options.threads; ++i) {
    auto reader = Reader::open(database);
    if (!reader) return taut::propagate(reader);
    apps.push_back(std::make_unique<web::App>(shared, std::move(*reader)));
    handlers.push_back(apps.back().get());
  }
  auto server = http::Server::open(options, metrics);
  if (!server) return taut::propagate(server);

  // All descriptors are there: the system calls that made them go. No thread has started yet.
  if (auto confined = taut::kernel::confine_system_calls(*sandbox); !confined) return confined;
  log_start(settings, *journal, *migrations, options.threads);
  log_sandbox(*sandbox);
  writer->start();
  if (guest) guest->start(*sandbox);
  log_event(LogLevel::info, "listening",
            {{"address", settings.bind.host}, {"port", std::int64_t{server->port()}}});
  server->run(handlers, [&] { heartbeat->beat(ticker->verify().has_value()); });
  writer->stop();
  if (guest) guest->stop();
  log_event(LogLevel::info, "stopped");
  return {};
}

}  // namespace todo
