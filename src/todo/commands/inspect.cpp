#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string_view>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "linux/landlock_domain.h"
#include "linux/mount_table.h"
#include "todo/commands/inspection.h"
#include "todo/commands/server_process.h"
#include "todo/store/migrate.h"

namespace todo {
namespace {

std::optional<FileFacts> facts_of(const std::string& path) {
  struct stat state{};
  if (::stat(path.c_str(), &state) != 0) return std::nullopt;
  const auto mount = taut::kernel::mount_of(path);
  const bool invented = mount && taut::kernel::crosses_machine_boundary(mount->file_system);
  return FileFacts{path, state.st_mode & 07777U, invented};
}

/// The value of a NAME=value line, as the loader of the settings reads it; "" when there is none.
std::string line_value(std::string_view content, std::string_view name) {
  for (const std::string_view line : taut::split(content, '\n')) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos || taut::trim(line.substr(0, equals)) != name) continue;
    std::string_view value = taut::trim(line.substr(equals + 1));
    const bool quoted =
        value.size() >= 2 && value.front() == value.back() && (value[0] == '"' || value[0] == '\'');
    return std::string(quoted ? value.substr(1, value.size() - 2) : value);
  }
  return "";
}

class SecretFinder {
 public:
  explicit SecretFinder(const Environment& environment)
      : environment_(environment), settings_file_(environment_value("SETTINGS_FILE")) {
    if (settings_file_.empty()) return;
    if (auto content = taut::read_file(settings_file_, 65536)) settings_lines_ = std::move(*content);
  }

  /// Where the secret comes from; the environment wins over the settings file.
  SecretFacts find(const std::string& name) const {
    if (!environment_value(name).empty()) return {SecretOrigin::environment, std::nullopt};
    std::string path = environment_value(name + "_FILE");
    if (path.empty() && !line_value(settings_lines_, name).empty()) {
      return {SecretOrigin::settings_file, facts_of(settings_file_)};
    }
    if (path.empty()) path = line_value(settings_lines_, name + "_FILE");
    if (path.empty()) return {};
    return {SecretOrigin::file, facts_of(path)};
  }

 private:
  std::string environment_value(const std::string& name) const {
    const auto found = environment_.find(name);
    return found == environment_.end() ? "" : found->second;
  }

  const Environment& environment_;
  std::string settings_file_;
  std::string settings_lines_;
};

void inspect_settings(const Environment& environment, Inspection& out) {
  auto settings = load_settings(environment, true);
  if (settings) {
    out.settings = std::move(*settings);
  } else {
    for (const std::string_view line : taut::split(settings.error().what, '\n'))
      out.problems.emplace_back(line);
    // What can be said without a key is said all the same.
    if (auto rest = load_settings(environment, false)) out.settings = std::move(*rest);
  }
  const SecretFinder finder(environment);
  out.key = finder.find("SECRET_KEY");
  out.fallbacks = finder.find("SECRET_KEY_FALLBACKS");
  if (!out.settings) return;
  // The first key is SECRET_KEY's, if that is set; the others are the fallbacks.
  bool first = out.key.origin != SecretOrigin::none;
  for (const std::string& key : out.settings->secret_keys) {
    (std::exchange(first, false) ? out.key : out.fallbacks).weaknesses.push_back(weakness_of_key(key));
  }
}

DatabaseFacts inspect_database(const std::string& path) {
  DatabaseFacts facts;
  const std::string folder = taut::parent_folder(path);
  facts.folder = facts_of(folder);
  const std::string prefix = path.substr(path.find_last_of('/') + 1);
  std::error_code unreadable;
  std::filesystem::directory_iterator entry(folder, unreadable);
  for (; !unreadable && entry != std::filesystem::directory_iterator(); entry.increment(unreadable)) {
    if (!entry->path().filename().string().starts_with(prefix)) continue;
    if (auto file = facts_of(entry->path().string())) facts.files.push_back(std::move(*file));
  }
  auto journal = choose_journal_mode(path);
  if (!journal) {
    facts.problem = journal.error().message();
    return facts;
  }
  facts.modes_are_invented = taut::kernel::crosses_machine_boundary(journal->file_system);
  auto pending = pending_migrations({path, journal->mode});
  facts.journal = std::move(*journal);
  if (pending)
    facts.pending = std::move(*pending);
  else
    facts.problem = pending.error().message();
  return facts;
}

KernelFacts inspect_kernel() {
  KernelFacts facts;
  const auto abi = taut::kernel::landlock_abi();
  if (abi)
    facts.landlock_abi = *abi;
  else
    facts.landlock_problem = abi.error().message();
  facts.landlock_missing = taut::kernel::landlock_rights(facts.landlock_abi).missing;
  // seccomp(2): this file is there since Linux 4.14, when seccomp is built in.
  const auto actions = taut::read_file("/proc/sys/kernel/seccomp/actions_avail", 4096);
  facts.seccomp = actions && actions->find("errno") != std::string::npos;
  return facts;
}

/// Docker, Podman and Kubernetes each leave their own mark.
bool is_container(const Environment& environment) {
  return ::access("/.dockerenv", F_OK) == 0 || ::access("/run/.containerenv", F_OK) == 0 ||
         environment.contains("KUBERNETES_SERVICE_HOST");
}

}  // namespace

Inspection inspect(const Environment& environment) {
  Inspection found;
  inspect_settings(environment, found);
  if (found.settings) found.database = inspect_database(found.settings->database_path);
  found.kernel = inspect_kernel();
  found.in_container = is_container(environment);
  if (auto self = taut::kernel::read_status("self")) found.self = std::move(*self);
  found.servers = find_servers();
  return found;
}

}  // namespace todo
