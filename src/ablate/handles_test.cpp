#include "ablate/handles.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ablate/plan.h"
#include "controls/control.h"
#include "drills/catalogue.h"
#include "probe/controls_found.h"

namespace taut::ablate {
namespace {

const Surroundings around{"/volumes/kit/_data", "/var/run/docker.sock"};

/// A container with every control that can be written into it.
json::object hardened() {
  return json::parse(R"({
    "User": "1000:1000", "Env": ["SECRET_KEY_FILE=/run/secrets/key"],
    "NetworkingConfig": {"EndpointsConfig": {"back": {}}},
    "HostConfig": {
      "CapDrop": ["ALL"], "SecurityOpt": ["no-new-privileges:true", "seccomp={}"], "ReadonlyRootfs": true,
      "Tmpfs": {"/tmp": "size=1m,noexec"}, "NetworkMode": "back", "Memory": 1, "MemorySwap": 1, "PidsLimit": 1, "NanoCpus": 1,
      "Sysctls": {"net.ipv4.ip_unprivileged_port_start": "1024", "net.ipv4.ping_group_range": "1 0", "net.ipv4.tcp_fastopen": "0"},
      "Ulimits": [{"Name": "nofile", "Soft": 1, "Hard": 1}, {"Name": "core", "Soft": 0, "Hard": 0}],
      "Mounts": [{"Type": "bind", "Source": "/volumes/kit/_data/0", "Target": "/etc/app", "ReadOnly": true}]
    }})")
      .as_object();
}

TEST(Handles, EveryOneBelongsToAControl) {
  for (const Handle& handle : handle_table()) EXPECT_TRUE(find_control(handle.control)) << handle.control;
}

/// What an engine would say of a container that was made from this body.
json::value described(const json::object& body) {
  json::array mounts;
  for (const json::value& mount : body.at("HostConfig").at("Mounts").as_array()) {
    mounts.push_back({{"Type", mount.at("Type")},
                      {"Source", mount.at("Source")},
                      {"Destination", mount.at("Target")},
                      {"RW", !mount.at("ReadOnly").as_bool()}});
  }
  return {{"Config", {{"User", body.at("User")}, {"Env", body.at("Env")}}},
          {"HostConfig", body.at("HostConfig")},
          {"Mounts", mounts}};
}

bool is_on(std::string_view control, const json::object& body) {
  const auto found = probe::find_controls(described(body));
  const auto entry =
      std::ranges::find(found, control, [](const probe::ControlFound& one) { return one.control->id; });
  return entry->presence == probe::Presence::set || entry->presence == probe::Presence::partly;
}

TEST(Handles, WhatIsOnIsRecognisedAndNoLongerWhenItWasTakenAway) {
  for (const Handle& handle : handle_table()) {
    json::object body = hardened();
    EXPECT_TRUE(is_on(handle.control, body)) << handle.control;
    handle.remove(body, around);
    EXPECT_FALSE(is_on(handle.control, body)) << handle.control;
  }
}

TEST(Handles, TakingOneAwayLeavesTheOthersAlone) {
  for (const Handle& handle : handle_table()) {
    json::object body = hardened();
    handle.remove(body, around);
    // The sysctls of the host's network are not the container's to set, and a shared network is no network
    // of its own; --privileged takes nearly everything.
    if (handle.control == "network-namespace" || handle.control == "not-privileged") continue;
    for (const Handle& other : handle_table()) {
      if (&other == &handle) continue;
      EXPECT_TRUE(is_on(other.control, body)) << handle.control << " took " << other.control << " along";
    }
  }
}

TEST(Handles, TakingAwayTwiceIsTakingAwayOnce) {
  for (const Handle& handle : handle_table()) {
    json::object once = hardened();
    handle.remove(once, around);
    json::object twice = once;
    if (is_on(handle.control, twice)) handle.remove(twice, around);
    EXPECT_EQ(once, twice) << handle.control;
  }
}

TEST(Handles, WhereACapabilityIsMissingPrivilegedIsWhatItIsMadeOf) {
  json::object body = hardened();
  make_privileged(body, {"", "", {"CAP_SYS_RESOURCE"}});
  const json::object& host = body["HostConfig"].as_object();
  EXPECT_FALSE(host.contains("Privileged"));
  EXPECT_EQ(host.at("CapAdd"), json::value({"ALL"}));
  EXPECT_EQ(host.at("CapDrop"), json::value({"CAP_SYS_RESOURCE"}));
  EXPECT_FALSE(is_on("seccomp-profile", body));
  EXPECT_FALSE(is_on("masked-paths", body));
  EXPECT_FALSE(is_on("devices-cgroup", body));
}

TEST(Handles, MountsThatAreNoStandInStayReadOnly) {
  json::object body = hardened();
  body["HostConfig"].as_object()["Mounts"].as_array().push_back(
      {{"Type", "bind"}, {"Source", "/"}, {"Target", "/host"}, {"ReadOnly", true}});
  find_handle("read-only-mounts")->remove(body, around);
  EXPECT_TRUE(body["HostConfig"].as_object()["Mounts"].as_array()[1].as_object()["ReadOnly"].get_bool());
}

TEST(Plan, BeginsWithEverythingOnAndThenEachAlone) {
  const auto trials = first_trials({"seccomp-profile", "read-only-rootfs"}, {});
  EXPECT_EQ(trials[0], Trial{});
  EXPECT_EQ(trials[1], (Trial{Grant::nothing, {"seccomp-profile"}}));
  EXPECT_EQ(trials[2], (Trial{Grant::nothing, {"read-only-rootfs"}}));
}

TEST(Plan, NoTrialIsRunTwice) {
  std::vector<std::string> controls;
  for (const Handle& handle : handle_table()) controls.emplace_back(handle.control);
  const auto trials = first_trials(controls, drills::catalogue());
  EXPECT_EQ(std::set<Trial>(trials.begin(), trials.end()).size(), trials.size());
}

TEST(Plan, DrillsThatWaitForTheNetworkRunWhereItChanges) {
  EXPECT_TRUE(concerns_network({}));
  EXPECT_TRUE(concerns_network({Grant::nothing, {"seccomp-profile"}}));
  EXPECT_TRUE(concerns_network({Grant::nothing, {"seccomp-profile", "isolated-network"}}));
  EXPECT_TRUE(concerns_network({Grant::docker_defaults, {}}));
  EXPECT_FALSE(concerns_network({Grant::nothing, {"seccomp-profile", "no-ping"}}));
  EXPECT_FALSE(concerns_network({Grant::drill_image, {}}));
}

TEST(Plan, EverySetOfTheSandboxIsTriedOnce) {
  const auto trials = sandbox_trials();
  EXPECT_EQ(trials.size(), 16U);
  EXPECT_EQ(std::set<Trial>(trials.begin(), trials.end()).size(), 16U);
}

}  // namespace
}  // namespace taut::ablate
