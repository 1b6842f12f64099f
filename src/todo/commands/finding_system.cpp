#include <algorithm>
#include <string>

#include "linux/capability_names.h"
#include "todo/commands/finding_rules.h"
#include "todo/commands/support.h"

namespace todo {
namespace {

using taut::kernel::ProcessStatus;

constexpr const char* see_compose = "start it as compose.yaml does";

bool is_root(const ProcessStatus& thread) {
  const auto& users = thread.users;
  return users.real == 0 || users.effective == 0 || users.saved == 0 || users.file_system == 0;
}

/// Not the bounding set: it is full for every ordinary user, and out of reach with no_new_privs.
std::uint64_t held_capabilities(const ProcessStatus& thread) {
  const auto& sets = thread.capabilities;
  return sets.permitted | sets.effective | sets.inheritable | sets.ambient;
}

void judge_identity(const std::string& who, const std::vector<ProcessStatus>& threads,
                    std::vector<Finding>& findings) {
  if (std::ranges::any_of(threads, is_root)) {
    findings.push_back({"running-as-root", Severity::error, who + " runs as user 0",
                        "run it as an ordinary user, such as 1000:1000"});
  }
  std::uint64_t held = 0;
  for (const ProcessStatus& thread : threads) held |= held_capabilities(thread);
  if (held != 0) {
    findings.push_back({"capabilities-held", Severity::error,
                        who + " holds capabilities: " + taut::kernel::format_capabilities(held),
                        "cap_drop: [ALL]"});
  }
}

void judge_server(const ServerFacts& server, std::vector<Finding>& findings) {
  const std::string who = "the server (process " + std::to_string(server.process) + ")";
  judge_identity(who, server.threads, findings);
  const auto can_gain = [](const ProcessStatus& thread) { return !thread.no_new_privileges.value_or(false); };
  if (std::ranges::any_of(server.threads, can_gain)) {
    findings.push_back({"no-new-privileges-missing", Severity::error,
                        who + " could gain privileges by a program with setuid (NoNewPrivs 0)", see_compose});
  }
  const auto unfiltered = [](const ProcessStatus& thread) { return thread.seccomp_mode.value_or(0) != 2; };
  const auto open = std::ranges::count_if(server.threads, unfiltered);
  if (open > 0) {
    findings.push_back({"seccomp-missing", Severity::error,
                        who + ": " + std::to_string(open) + " of " + std::to_string(server.threads.size()) +
                            " threads are under no seccomp filter",
                        "see the lines \"sandbox\" of its log; use a kernel with seccomp"});
  }
}

void judge_mode(const FileFacts& file, const char* wanted, std::vector<Finding>& findings) {
  const std::string mend = std::string("chmod ") + wanted + " " + file.path + ", or todo chown-data UID:GID";
  const std::string mode = " (mode " + octal(file.mode) + ")";
  if ((file.mode & 02U) != 0) {
    findings.push_back(
        {"database-world-writable", Severity::error, file.path + ": every user may write" + mode, mend});
  } else if ((file.mode & 07U) != 0) {
    findings.push_back(
        {"database-open-to-others", Severity::error, file.path + ": open to every user" + mode, mend});
  } else if ((file.mode & 070U) != 0) {
    findings.push_back(
        {"database-open-to-group", Severity::warning, file.path + ": open to its group" + mode, mend});
  }
}

}  // namespace

void judge_processes(const Inspection& seen, std::vector<Finding>& findings) {
  for (const ServerFacts& server : seen.servers) judge_server(server, findings);
  if (!seen.servers.empty()) return;
  findings.push_back(
      {"server-not-seen", Severity::note,
       "no running server is visible from here, so this command itself was judged in its place",
       "run it where the server runs: docker compose exec todo /todo check --deploy"});
  judge_identity("this command", {seen.self}, findings);
  if (!seen.self.no_new_privileges.value_or(false)) {
    findings.push_back(
        {"no-new-privileges-missing", Severity::warning,
         "this command may gain privileges (NoNewPrivs 0); the server gives that up only once it runs",
         "security_opt: [\"no-new-privileges:true\"]"});
  }
}

void judge_kernel(const KernelFacts& kernel, std::vector<Finding>& findings) {
  if (kernel.landlock_abi == 0) {
    findings.push_back({"landlock-missing", Severity::warning,
                        "this kernel offers no Landlock (" + kernel.landlock_problem + ")",
                        "Linux 5.13 or newer, with landlock in the list of /sys/kernel/security/lsm"});
  } else if (!kernel.landlock_missing.empty()) {
    std::string list;
    for (const std::string& missing : kernel.landlock_missing) list += (list.empty() ? "" : ", ") + missing;
    findings.push_back({"landlock-partial", Severity::note,
                        "this kernel's Landlock does not enforce: " + list, "a newer kernel"});
  }
  if (!kernel.seccomp) {
    findings.push_back({"seccomp-unavailable", Severity::warning,
                        "this kernel offers no seccomp filters, or hides it",
                        "a kernel with CONFIG_SECCOMP_FILTER"});
  }
}

void judge_database(const DatabaseFacts& database, std::vector<Finding>& findings) {
  if (!database.problem.empty()) {
    findings.push_back(
        {"database-unusable", Severity::error, database.problem, "the message says what to do"});
  }
  if (!database.pending.empty()) {
    findings.push_back({"migrations-pending", Severity::warning,
                        std::to_string(database.pending.size()) + " migrations are not applied yet",
                        "todo migrate"});
  }
  if (database.modes_are_invented) {
    findings.push_back(
        {"database-modes-unknown", Severity::note,
         "the modes in the database folder are made up by its file system, so they were not judged",
         "look at the folder on the machine that shares it"});
    return;
  }
  if (database.folder) judge_mode(*database.folder, "0700", findings);
  for (const FileFacts& file : database.files) judge_mode(file, "0600", findings);
}

}  // namespace todo
