#include "todo/commands/check_report.h"

#include <algorithm>
#include <boost/json.hpp>
#include <string_view>
#include <utility>

#include "linux/capability_names.h"
#include "todo/commands/support.h"

namespace todo {
namespace {

using taut::kernel::ProcessStatus;
using Lines = std::vector<std::pair<std::string, std::string>>;  // name, value

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text.empty() ? "none" : text;
}

std::string secret_words(const SecretFacts& secret, bool temporary) {
  if (secret.origin == SecretOrigin::none) return temporary ? "not set, temporary (DEBUG)" : "not set";
  std::string words = secret.origin == SecretOrigin::environment ? "set in the environment" : "set by a file";
  if (secret.weaknesses.empty()) return words + ", not usable";
  for (const std::string& weakness : secret.weaknesses)
    words += weakness.empty() ? ", strong" : ", weak (" + weakness + ")";
  return words;
}

std::string bind_words(const Address& address) {
  const bool six = address.host.find(':') != std::string::npos;
  return (six ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

Lines setting_lines(const Inspection& seen) {
  if (!seen.settings) return {};
  const Settings& settings = *seen.settings;
  return {{"SECRET_KEY", secret_words(seen.key, settings.secret_key_is_temporary)},
          {"SECRET_KEY_FALLBACKS", secret_words(seen.fallbacks, false)},
          {"DEBUG", settings.debug ? "on" : "off"},
          {"ALLOWED_HOSTS", joined(settings.allowed_hosts)},
          {"CSRF_TRUSTED_ORIGINS", joined(settings.csrf_trusted_origins)},
          {"DATABASE_PATH", settings.database_path},
          {"BIND", bind_words(settings.bind)},
          {"TRUSTED_PROXIES", joined(settings.trusted_proxies)},
          {"HEARTBEAT_PATH", settings.heartbeat_path.empty() ? "none" : settings.heartbeat_path}};
}

std::string database_state(const DatabaseFacts& database) {
  if (!database.problem.empty()) return database.problem;
  return database.files.empty() ? "not there yet" : "readable";
}

Lines database_lines(const DatabaseFacts& database) {
  Lines lines{{"state", database_state(database)}};
  if (database.journal) {
    lines.push_back({"file_system", database.journal->file_system});
    lines.push_back({"journal_mode",
                     std::string(name_of(database.journal->mode)) + " (" + database.journal->reason + ")"});
  }
  if (database.problem.empty()) lines.push_back({"pending_migrations", joined(database.pending)});
  return lines;
}

std::string landlock_words(const KernelFacts& kernel) {
  if (kernel.landlock_abi == 0) return "missing (" + kernel.landlock_problem + ")";
  const std::string abi = "ABI " + std::to_string(kernel.landlock_abi);
  return kernel.landlock_missing.empty() ? abi
                                         : abi + ", does not enforce: " + joined(kernel.landlock_missing);
}

Lines kernel_lines(const KernelFacts& kernel) {
  return {{"landlock", landlock_words(kernel)},
          {"seccomp", kernel.seccomp ? "filters can be loaded" : "missing"}};
}

Lines process_lines(const Inspection& seen) {
  Lines lines{{"container", seen.in_container ? "yes" : "no"}, {"this_command", summary_of({seen.self})}};
  for (const ServerFacts& server : seen.servers) {
    lines.push_back({"server_" + std::to_string(server.process), summary_of(server.threads)});
  }
  if (seen.servers.empty()) lines.push_back({"server", "none is visible from here"});
  // No file of /proc shows it, of any process.
  else
    lines.push_back({"server_landlock", "not shown by the kernel; see \"sandbox\" in the server's log"});
  return lines;
}

std::vector<std::pair<std::string, Lines>> sections(const Inspection& seen) {
  return {{"settings", setting_lines(seen)},
          {"database", seen.settings ? database_lines(seen.database) : Lines()},
          {"kernel", kernel_lines(seen.kernel)},
          {"processes", process_lines(seen)}};
}

std::string findings_text(const std::vector<Finding>& findings) {
  std::string text = "deployment\n";
  for (const Finding& finding : findings) {
    text += "  " + std::string(name_of(finding.severity)) + " " + std::string(finding.id) + ": " +
            finding.what + "\n";
    text += "      mend: " + finding.mend + "\n";
  }
  return findings.empty() ? text + "  nothing to mend\n" : text;
}

/// Says "all" only when it holds for each thread.
std::string of_threads(const std::vector<ProcessStatus>& threads, bool (*holds)(const ProcessStatus&),
                       const std::string& name) {
  const auto number = std::ranges::count_if(threads, holds);
  if (number == std::ssize(threads)) return name;
  if (number == 0) return "without " + name;
  return name + " in " + std::to_string(number) + " of " + std::to_string(threads.size()) + " threads only";
}

std::uint64_t held_by(const std::vector<ProcessStatus>& threads) {
  std::uint64_t held = 0;
  for (const ProcessStatus& thread : threads)
    held |= thread.capabilities.effective | thread.capabilities.permitted;
  return held;
}

bool gives_up_privileges(const ProcessStatus& thread) {
  return thread.no_new_privileges.value_or(false);
}
bool is_filtered(const ProcessStatus& thread) {
  return thread.seccomp_mode.value_or(0) == 2;
}

/// Numbers of threads, so that a script can compare them itself.
boost::json::array servers_json(const std::vector<ServerFacts>& servers) {
  boost::json::array list;
  for (const ServerFacts& server : servers) {
    list.push_back({{"process", server.process},
                    {"user", server.threads.front().users.effective},
                    {"threads", server.threads.size()},
                    {"threads_with_no_new_privs", std::ranges::count_if(server.threads, gives_up_privileges)},
                    {"threads_with_seccomp_filter", std::ranges::count_if(server.threads, is_filtered)},
                    {"capabilities", taut::kernel::format_capabilities(held_by(server.threads))}});
  }
  return list;
}

}  // namespace

std::string summary_of(const std::vector<ProcessStatus>& threads) {
  if (threads.empty()) return "unknown";
  std::string text = threads.size() == 1 ? "" : std::to_string(threads.size()) + " threads: ";
  text += "user " + std::to_string(threads.front().users.effective);
  text += ", capabilities " + taut::kernel::format_capabilities(held_by(threads));
  text += ", " + of_threads(threads, gives_up_privileges, "no_new_privs");
  return text + ", " + of_threads(threads, is_filtered, "seccomp filter");
}

std::string text_report(const Inspection& seen, const Findings& findings) {
  std::string text;
  for (const auto& [title, lines] : sections(seen)) {
    if (!lines.empty()) text += title + "\n";
    for (const auto& [name, value] : lines) {
      std::string padded = name;
      padded.resize(std::max<std::size_t>(name.size() + 2, 23), ' ');
      text += "  " + padded + value + "\n";
    }
  }
  return findings ? text + findings_text(*findings) : text;
}

std::string json_report(const Inspection& seen, const Findings& findings) {
  boost::json::object document;
  for (const auto& [title, lines] : sections(seen)) {
    boost::json::object section;
    for (const auto& [name, value] : lines) section[name] = value;
    document[title] = section;
  }
  document["servers"] = servers_json(seen.servers);
  document["problems"] = boost::json::value_from(seen.problems);
  if (findings) {
    boost::json::array list;
    for (const Finding& finding : *findings) {
      list.push_back({{"id", finding.id},
                      {"severity", name_of(finding.severity)},
                      {"what", finding.what},
                      {"mend", finding.mend}});
    }
    document["findings"] = list;
  }
  return boost::json::serialize(document) + "\n";
}

}  // namespace todo
