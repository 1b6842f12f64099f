#include "probe/controls_found.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

namespace taut::probe {
namespace {

namespace json = boost::json;

PlaceFacts hardened() {
  PlaceFacts facts;
  facts.uid = 1000;
  facts.no_new_privileges = true;
  facts.seccomp = 2;
  return facts;
}

const char* const hardened_container = R"({
  "HostConfig": {"ReadonlyRootfs": true, "Memory": 1, "PidsLimit": 48, "NanoCpus": 1, "CapDrop": ["ALL"],
    "NetworkMode": "own", "Tmpfs": {"/tmp": "size=1m,noexec"}, "MaskedPaths": ["/proc/kcore"],
    "SecurityOpt": ["no-new-privileges:true", "seccomp={}"],
    "Sysctls": {"net.ipv4.ip_unprivileged_port_start": "1024", "net.ipv4.ping_group_range": "1 0",
                "net.ipv4.tcp_fastopen": "0"},
    "Ulimits": [{"Name": "nofile", "Hard": 8, "Soft": 8}, {"Name": "core", "Hard": 0, "Soft": 0}]},
  "Mounts": []})";

ControlFound named(const std::vector<ControlFound>& found, std::string_view id) {
  const auto entry = std::ranges::find(found, id, [](const ControlFound& one) { return one.control->id; });
  return entry == found.end() ? ControlFound{} : *entry;
}

std::vector<std::string_view> ids_of(const std::vector<ControlFound>& group) {
  std::vector<std::string_view> ids;
  for (const ControlFound& one : group) ids.push_back(one.control->id);
  return ids;
}

drills::Drill drill_stopped_by(std::string_view controls) {
  return {.id = "fixture",
          .tag = Tag::container_hardening,
          .kind = drills::Kind::attack,
          .title = "",
          .goal = "",
          .reference = "",
          .needs = "",
          .stopped_by = controls,
          .witness = "",
          .not_shown = ""};
}

TEST(ControlsFound, AHardenedContainerHasWhatCanBeRecognised) {
  const auto found = find_controls(json::parse(hardened_container), hardened());
  EXPECT_EQ(found.size(), control_table().size());
  for (const ControlFound& one : found) EXPECT_NE(one.presence, Presence::missing) << one.control->id;
}

struct Change {
  const char* control;
  const char* replaced;
  const char* by;
};

void PrintTo(const Change& change, std::ostream* out) {
  *out << change.control << ": " << change.by;
}

class EachControl : public testing::TestWithParam<Change> {};

/// Missing, or there in part only.
TEST_P(EachControl, IsMissedWhenItsLineGoes) {
  std::string text = hardened_container;
  const auto at = text.find(GetParam().replaced);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, std::string(GetParam().replaced).size(), GetParam().by);
  const auto found = find_controls(json::parse(text), hardened());
  EXPECT_NE(named(found, GetParam().control).presence, Presence::set);
  EXPECT_NE(named(found, GetParam().control).presence, Presence::unknown);
}

INSTANTIATE_TEST_SUITE_P(
    Table, EachControl,
    testing::Values(
        Change{"read-only-rootfs", "\"ReadonlyRootfs\": true", "\"ReadonlyRootfs\": false"},
        Change{"memory-limit", "\"Memory\": 1", "\"Memory\": 0"},
        Change{"pids-limit", "\"PidsLimit\": 48", "\"PidsLimit\": null"},
        Change{"cpu-limit", "\"NanoCpus\": 1", "\"NanoCpus\": 0"},
        Change{"tmpfs-options", "size=1m,noexec", "noexec"}, Change{"tmpfs-options", "noexec", "exec"},
        Change{"masked-paths", "[\"/proc/kcore\"]", "[]"}, Change{"seccomp-profile", ", \"seccomp={}\"", ""},
        Change{"unprivileged-ports", "\"1024\"", "\"0\""}, Change{"no-ping", "ping_group_range", "x"},
        Change{"no-tcp-fastopen", "\"0\"}", "\"1\"}"}, Change{"open-files-limit", "nofile", "stack"},
        Change{"no-core-dumps", "core\", \"Hard", "data\", \"Hard"},
        Change{"network-namespace", "\"own\"", "\"host\""},
        Change{"isolated-network", "\"own\"", "\"bridge\""},
        Change{"pid-namespace", "\"Memory\"", "\"PidMode\": \"host\", \"Memory\""},
        Change{"ipc-namespace", "\"Memory\"", "\"IpcMode\": \"host\", \"Memory\""},
        Change{"uts-namespace", "\"Memory\"", "\"UTSMode\": \"host\", \"Memory\""},
        Change{"cgroup-namespace", "\"Memory\"", "\"CgroupnsMode\": \"host\", \"Memory\""},
        Change{"not-privileged", "\"Memory\"", "\"Privileged\": true, \"Memory\""},
        Change{"no-devices", "\"Memory\"", "\"Devices\": [{}], \"Memory\""},
        Change{"devices-cgroup", "\"Memory\"", "\"DeviceCgroupRules\": [\"a\"], \"Memory\""},
        Change{"no-engine-socket", "\"Mounts\": []",
               R"("Mounts": [{"Type": "bind", "Source": "/var/run/docker.sock", "Destination": "/s"}])"},
        Change{"no-host-mounts", "\"Mounts\": []",
               R"("Mounts": [{"Type": "bind", "Source": "/etc", "Destination": "/host"}])"},
        Change{"read-only-mounts", "\"Mounts\": []",
               R"("Mounts": [{"Type": "volume", "Source": "/v", "Destination": "/v", "RW": true}])"}),
    [](const auto& row) {
      std::string name = row.param.control + std::to_string(row.index);
      std::erase(name, '-');
      return name;
    });

TEST(ControlsFound, TheAgentsViewIsEnoughForWhatItSees) {
  const auto found = find_controls(
      nullptr, PlaceFacts{.kernel = "6.1", .initial_user_namespace = true, .scratch = "", .bounding = 1});
  for (const char* id :
       {"non-root-user", "drop-capabilities", "no-new-privileges", "seccomp-profile", "rootless-daemon"})
    EXPECT_EQ(named(found, id).presence, Presence::missing) << id;
  EXPECT_EQ(named(found, "read-only-rootfs").presence, Presence::unknown);
}

TEST(ControlsFound, TheSettingsAloneAreEnoughForMost) {
  json::value inspect = json::parse(hardened_container);
  inspect.as_object()["Config"] = {{"User", "app"}, {"Env", {"KEY_FILE=/run/secrets/key"}}};
  const auto found = find_controls(inspect);
  for (const char* id : {"non-root-user", "drop-capabilities", "no-new-privileges", "seccomp-profile",
                         "secrets-as-files", "read-only-rootfs"})
    EXPECT_EQ(named(found, id).presence, Presence::set) << id;
  EXPECT_EQ(named(found, "isolated-network").presence, Presence::partly);
}

TEST(ControlsFound, APartOfAControlIsNotTheWhole) {
  const auto found = find_controls(json::parse(
      R"({"HostConfig": {"CapDrop": ["NET_RAW"], "Tmpfs": {"/a": "exec", "/b": ""}, "NetworkMode": "bridge"},
          "Mounts": [{"Destination": "/a", "RW": true}, {"Destination": "/b", "RW": false}]})"));
  for (const char* id : {"drop-capabilities", "tmpfs-options", "read-only-mounts", "seccomp-profile"})
    EXPECT_EQ(named(found, id).presence, Presence::partly) << id;
}

TEST(ControlsFound, WithoutAnySecretNothingIsSaidOfHowItIsGiven) {
  const auto of = [](const char* variable) {
    return named(find_controls({{"Config", {{"Env", {variable}}}}}), "secrets-as-files").presence;
  };
  EXPECT_EQ(of("COLOUR=blue"), Presence::unknown);
  EXPECT_EQ(of("DB_PASSWORD=hunter2hunter2"), Presence::missing);
  EXPECT_EQ(of("DB_PASSWORD_FILE=/run/secrets/db"), Presence::set);
}

TEST(ControlsFound, AdviceThatWouldChangeNothingIsReplaced) {
  PlaceFacts facts = hardened();
  facts.bounding = 1;
  const auto added =
      json::parse(R"({"HostConfig": {"CapDrop": ["ALL"], "CapAdd": ["SYS_ADMIN", "SYSLOG"]}})");
  EXPECT_EQ(named(find_controls(added, facts), "drop-capabilities").instead,
            "take SYS_ADMIN, SYSLOG out of cap_add");
  const auto privileged = json::parse(R"({"HostConfig": {"Privileged": true}})");
  EXPECT_EQ(named(find_controls(privileged, facts), "drop-capabilities").instead, "take privileged away");
  const auto socket = json::parse(R"({"Mounts": [{"Type": "bind", "Source": "/run/docker.sock"}]})");
  EXPECT_EQ(named(find_controls(socket, facts), "no-engine-socket").instead,
            "take the mount of /run/docker.sock away");
}

TEST(Cure, NamesTheGroupsThatAreLackingWholly) {
  PlaceFacts facts = hardened();
  facts.uid = 0;
  facts.bounding = 1;
  facts.seccomp = 0;
  const auto found = find_controls(json::parse(hardened_container), facts);
  const Cure cure = cure_of(
      drill_stopped_by("non-root-user + drop-capabilities | seccomp-profile | read-only-rootfs + pids-limit"),
      found, false);
  ASSERT_EQ(cure.groups.size(), 2U);
  EXPECT_FALSE(cure.all_are_set);
  EXPECT_EQ(ids_of(cure.groups[0]), (std::vector<std::string_view>{"non-root-user", "drop-capabilities"}));
  EXPECT_EQ(ids_of(cure.groups[1]), (std::vector<std::string_view>{"seccomp-profile"}));
}

TEST(Cure, OneControlOfAGroupIsEnough) {
  const auto found = find_controls(json::parse(hardened_container),
                                   PlaceFacts{.kernel = "", .scratch = "", .uid = 1000, .bounding = 1});
  const Cure cure =
      cure_of(drill_stopped_by("non-root-user + drop-capabilities | no-new-privileges"), found, false);
  ASSERT_EQ(cure.groups.size(), 1U);
  EXPECT_EQ(ids_of(cure.groups[0]), (std::vector<std::string_view>{"no-new-privileges"}));
}

TEST(Cure, AnotherUserIsNoHelpAgainstRoot) {
  PlaceFacts facts = hardened();
  facts.uid = 0;
  facts.bounding = 1;
  const auto found = find_controls(json::parse(hardened_container), facts);
  const Cure cure = cure_of(drill_stopped_by("non-root-user + drop-capabilities"), found, true);
  ASSERT_EQ(cure.groups.size(), 1U);
  EXPECT_EQ(ids_of(cure.groups[0]), (std::vector<std::string_view>{"drop-capabilities"}));
  EXPECT_TRUE(cure_of(drill_stopped_by("non-root-user"), found, true).groups.empty());
}

TEST(Cure, ControlsThatAreThereAndTooWideAreNamedAsSuch) {
  const auto found = find_controls(json::parse(hardened_container), hardened());
  const Cure cure = cure_of(drill_stopped_by("seccomp-profile"), found, false);
  EXPECT_TRUE(cure.all_are_set);
  ASSERT_EQ(cure.groups.size(), 1U);
}

TEST(Cure, NothingHelpsAgainstWhatNoControlStops) {
  const auto found = find_controls(nullptr, {});
  EXPECT_TRUE(cure_of(drill_stopped_by("none"), found, false).groups.empty());
}

}  // namespace
}  // namespace taut::probe
