#include "ablate/handles.h"

#include <gtest/gtest.h>

#include "ablate/plan.h"
#include "controls/control.h"
#include "drills/catalogue.h"

namespace taut::ablate {
namespace {

const Surroundings around{"/volumes/kit/_data", "/var/run/docker.sock"};

/// A container with every control that can be written into it.
json::object hardened() {
  return json::parse(R"({
    "User": "1000:1000",
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

TEST(Handles, RecogniseWhatIsOnAndNoLongerWhenItWasTakenAway) {
  for (const Handle& handle : handle_table()) {
    json::object body = hardened();
    EXPECT_TRUE(handle.is_on(body, around)) << handle.control;
    handle.remove(body, around);
    EXPECT_FALSE(handle.is_on(body, around)) << handle.control;
  }
}

TEST(Handles, TakingOneAwayLeavesTheOthersAlone) {
  for (const Handle& handle : handle_table()) {
    json::object body = hardened();
    handle.remove(body, around);
    for (const Handle& other : handle_table()) {
      // The sysctls of the host's network are not the container's to set, and a shared network is no network
      // of its own.
      if (&other == &handle || handle.control == "network-namespace") continue;
      EXPECT_TRUE(other.is_on(body, around)) << handle.control << " took " << other.control << " along";
    }
  }
}

TEST(Handles, TakingAwayTwiceIsTakingAwayOnce) {
  for (const Handle& handle : handle_table()) {
    json::object once = hardened();
    handle.remove(once, around);
    json::object twice = once;
    if (handle.is_on(twice, around)) handle.remove(twice, around);
    EXPECT_EQ(once, twice) << handle.control;
  }
}

TEST(Handles, MountsThatAreNoStandInStayReadOnly) {
  json::object body = hardened();
  body["HostConfig"].as_object()["Mounts"].as_array().push_back(
      {{"Type", "bind"}, {"Source", "/"}, {"Target", "/host"}, {"ReadOnly", true}});
  find_handle("read-only-mounts")->remove(body, around);
  EXPECT_TRUE(body["HostConfig"].as_object()["Mounts"].as_array()[1].as_object()["ReadOnly"].get_bool());
}

TEST(Handles, NothingIsRecognisedInAPrivilegedContainer) {
  json::object body =
      json::parse(R"({"User": "0", "HostConfig": {"Privileged": true, "NetworkMode": "host"}})").as_object();
  for (const char* control : {"non-root-user", "drop-capabilities", "seccomp-profile", "masked-paths",
                              "devices-cgroup", "network-namespace"}) {
    EXPECT_FALSE(find_handle(control)->is_on(body, around)) << control;
  }
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

TEST(Plan, DeeperTrialsLeaveOutWhatIsDone) {
  const std::vector<std::string> controls{"a", "b", "c"};
  const std::vector<TrialResult> done{{{Grant::nothing, {"a", "b"}}, {}, ""}};
  EXPECT_EQ(deeper_trials(controls, 2, done),
            (std::vector<Trial>{{Grant::nothing, {"a", "c"}}, {Grant::nothing, {"b", "c"}}}));
}

}  // namespace
}  // namespace taut::ablate
