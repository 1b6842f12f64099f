#include "todo/commands/findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace todo {
namespace {

using testing::IsEmpty;

taut::kernel::ProcessStatus confined_thread() {
  taut::kernel::ProcessStatus thread;
  thread.users = {1000, 1000, 1000, 1000};
  thread.no_new_privileges = true;
  thread.seccomp_mode = 2;
  return thread;
}

/// A deployment as compose.yaml makes it: nothing to find.
Inspection sound() {
  Inspection seen;
  seen.settings.emplace();
  seen.settings->allowed_hosts = {"localhost"};
  seen.settings->heartbeat_path = "/tmp/heartbeat";
  seen.settings->bind = {"0.0.0.0", 8000};
  seen.key = {SecretOrigin::file, FileFacts{"/run/secrets/secret_key", 0400}, {""}};
  seen.database.folder = FileFacts{"/db", 0700};
  seen.database.files = {{"/db/db.sqlite3", 0600}};
  seen.kernel = {6, "", {}, true};
  seen.in_container = true;
  seen.self = confined_thread();
  seen.servers = {{1, {confined_thread(), confined_thread()}}};
  return seen;
}

/// "error debug-on", "warning …": what the findings come down to.
std::vector<std::string> found_in(const Inspection& seen) {
  std::vector<std::string> ids;
  for (const Finding& finding : find_weaknesses(seen)) {
    EXPECT_FALSE(finding.what.empty());
    EXPECT_FALSE(finding.mend.empty()) << finding.id;
    ids.push_back(std::string(name_of(finding.severity)) + " " + std::string(finding.id));
  }
  return ids;
}

template <class... Ids>
auto only(Ids... ids) {
  return testing::ElementsAre(ids...);
}

TEST(Findings, AreNoneForTheDeploymentOfTheRepository) {
  EXPECT_THAT(found_in(sound()), IsEmpty());
}

TEST(Findings, NameEachSettingThatOpensTheApp) {
  Inspection seen = sound();
  seen.settings->debug = true;
  EXPECT_THAT(found_in(seen), only("error debug-on"));
  seen = sound();
  seen.settings->allowed_hosts = {"example.com", "*"};
  EXPECT_THAT(found_in(seen), only("error allowed-hosts-any"));
  seen.settings->allowed_hosts.clear();
  EXPECT_THAT(found_in(seen), only("error allowed-hosts-empty"));
}

TEST(Findings, OfBindAreForMachinesNotForContainers) {
  for (const char* host : {"0.0.0.0", "::", "0:0::0"}) {
    Inspection seen = sound();
    seen.settings->bind.host = host;
    EXPECT_THAT(found_in(seen), IsEmpty());
    seen.in_container = false;
    EXPECT_THAT(found_in(seen), only("error bind-all-addresses")) << host;
  }
  Inspection seen = sound();
  seen.in_container = false;
  seen.settings->bind.host = "::1";
  EXPECT_THAT(found_in(seen), IsEmpty());
}

TEST(Findings, OfPlainOriginsSpareThisMachine) {
  Inspection seen = sound();
  seen.settings->csrf_trusted_origins = {"https://a.example", "http://localhost:8000", "http://127.0.0.1",
                                         "http://[::1]:80", "http://x.localhost"};
  EXPECT_THAT(found_in(seen), IsEmpty());
  seen.settings->csrf_trusted_origins = {"http://a.example", "http://localhost.example"};
  EXPECT_THAT(found_in(seen), only("warning trusted-origin-http", "warning trusted-origin-http"));
}

TEST(Findings, OfProxiesGrowWithTheNetwork) {
  Inspection seen = sound();
  seen.settings->trusted_proxies = {"10.1.2.3", "10.1.2.0/24", "fd00::1", "fd00::/64"};
  EXPECT_THAT(found_in(seen), IsEmpty());
  seen.settings->trusted_proxies = {"0.0.0.0/0", "10.0.0.0/8", "172.16.0.0/12", "::/0", "fd00::/48"};
  EXPECT_THAT(found_in(seen),
              only("error trusted-proxies-wide", "error trusted-proxies-wide", "warning trusted-proxies-wide",
                   "error trusted-proxies-wide", "warning trusted-proxies-wide"));
}

TEST(Findings, OfSecretsTellWhereTheyAreAndWhetherTheyHold) {
  Inspection seen = sound();
  seen.key = {SecretOrigin::environment, std::nullopt, {""}};
  EXPECT_THAT(found_in(seen), only("warning secret-in-environment"));
  seen.key = {SecretOrigin::file, FileFacts{"k", 0644}, {""}};
  EXPECT_THAT(found_in(seen), only("error secret-file-open"));
  seen.key = {SecretOrigin::settings_file, FileFacts{"k", 0440}, {""}};
  EXPECT_THAT(found_in(seen), only("warning secret-file-open"));
  seen = sound();
  seen.key.weaknesses = {"too short"};
  seen.fallbacks = {SecretOrigin::file, std::nullopt, {"", "too regular"}};
  EXPECT_THAT(found_in(seen), only("error secret-key-weak", "error secret-fallback-weak"));
  seen = sound();
  seen.settings->secret_key_is_temporary = true;
  EXPECT_THAT(found_in(seen), only("error secret-key-temporary"));
}

TEST(Findings, JudgeEveryThreadOfTheServer) {
  Inspection seen = sound();
  seen.servers[0].threads[1].seccomp_mode = 0;
  EXPECT_THAT(found_in(seen), only("error seccomp-missing"));
  seen = sound();
  seen.servers[0].threads[1].no_new_privileges = false;
  EXPECT_THAT(found_in(seen), only("error no-new-privileges-missing"));
  seen = sound();
  seen.servers[0].threads[1].users.saved = 0;
  EXPECT_THAT(found_in(seen), only("error running-as-root"));
  seen = sound();
  seen.servers[0].threads[1].capabilities.inheritable = 1;
  EXPECT_THAT(found_in(seen), only("error capabilities-held"));
}

TEST(Findings, JudgeTheCommandOnlyWhenNoServerIsSeen) {
  Inspection seen = sound();
  seen.self.users.effective = 0;
  seen.self.capabilities.effective = 1;
  seen.self.no_new_privileges = false;
  EXPECT_THAT(found_in(seen), IsEmpty());
  seen.servers.clear();
  EXPECT_THAT(found_in(seen), only("note server-not-seen", "error running-as-root", "error capabilities-held",
                                   "warning no-new-privileges-missing"));
}

TEST(Findings, OfOlderKernelsAreNoErrors) {
  Inspection seen = sound();
  seen.kernel = {3, "", {"TCP ports (Linux 6.7)"}, true};
  EXPECT_THAT(found_in(seen), only("note landlock-partial"));
  seen.kernel = {0, "not supported", {}, false};
  EXPECT_THAT(found_in(seen), only("warning landlock-missing", "warning seccomp-unavailable"));
}

TEST(Findings, OfASecretOnASharedFileSystemAreNoErrors) {
  Inspection seen = sound();
  seen.key = {SecretOrigin::file, FileFacts{"key", 0777, true}, {""}};
  EXPECT_THAT(found_in(seen), only("warning secret-file-mode-unknown"));
  seen.key.file->mode_is_invented = false;
  EXPECT_THAT(found_in(seen), only("error secret-file-open"));
}

TEST(Findings, OfModesAreByWhoMayDoWhat) {
  Inspection seen = sound();
  seen.database.folder->mode = 0777;
  seen.database.files = {{"a", 0644}, {"b", 0660}};
  EXPECT_THAT(found_in(seen), only("error database-world-writable", "error database-open-to-others",
                                   "warning database-open-to-group"));
  seen.database.modes_are_invented = true;
  EXPECT_THAT(found_in(seen), only("note database-modes-unknown"));
}

TEST(Findings, SayWhenTheDatabaseIsBehindOrBroken) {
  Inspection seen = sound();
  seen.database.pending = {"0002_x.sql"};
  EXPECT_THAT(found_in(seen), only("warning migrations-pending"));
  seen = sound();
  seen.database.problem = "damaged";
  EXPECT_THAT(found_in(seen), only("error database-unusable"));
}

TEST(Findings, OfBrokenSettingsJudgeNoneThatAreUnknown) {
  Inspection seen = sound();
  seen.settings.reset();
  seen.problems = {"BIND: x", "DEBUG: y"};
  EXPECT_THAT(found_in(seen), only("error settings-invalid", "error settings-invalid"));
}

}  // namespace
}  // namespace todo
